#!/usr/bin/env node
// dphttpd: the server under test. Arguments in, counters out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {parseCpus} from '../../linux/cpu.js';
import {listMechanisms} from '../../linux/mechanism-list.js';
import {commandLine, quantity, refuseUsage} from '../../programs/command-line.js';
import {endWith, watchOutput} from '../../programs/standard-output.js';
import {checkInteger, checkListenOptions, listenOptions} from '../listen-options.js';
import {listenerKinds} from '../listener-kinds.js';
import {findServerMechanisms} from '../mechanisms.js';
import {receivePolicies} from '../receive-policy.js';
import {replyKinds} from '../reply-policies.js';
import {securities} from '../security.js';
import {type ServerOptions, serve} from './serve.js';

const stksizeHelp =
	"a connection's own memory in bytes: there are no coroutine stacks here, so it sizes what is " +
	'read from a connection at a time; a connection that is silent holds none of it';

const receiveHelp =
	'when to ask a connection that was answered for more: once it is reported, at once, or after ' +
	'the others that are answered in the same turn';

const replyHelp =
	'how a reply is sent: in one piece (whole); or its header and its body each alone (split), between ' +
	'TCP_CORK on and off (cork), with MSG_MORE on the header (more), in one writev(2), or copied together (copy)';

const listenerHelp =
	'how workers come by connections: one listening socket that wakes all of them, or one of them; a ' +
	'socket each; waiting in accept(2), a connection at a time; or from a process that accepts for them';

const slowdownHelp =
	'a fault to be found: waste this share of the processor time in a busy loop, as in 0.05';

const parser = commandLine('dphttpd', {
	args: hideBin(process.argv),
	fail: refuseUsage('dphttpd'),
})
	.usage('$0 [options]\n\nAnswers every HTTP request with one reply, on a chosen event mechanism.')
	.options({
		mechanism: {
			type: 'string',
			default: 'epoll',
			describe: 'event mechanism: see --list-mechanisms',
		},
		...listenOptions,
		stksize: quantity('bytes', {default: 4096, describe: stksizeHelp}),
		receive: {choices: receivePolicies, describe: `${receiveHelp} (default: waiting)`},
		reply: {choices: replyKinds, default: 'whole' as const, describe: replyHelp},
		security: {
			choices: securities,
			default: 'plain' as const,
			describe:
				'HTTP as it is; inside TLS, by GnuTLS with a published key; or with the records of what is sent left to the kernel (ktls)',
		},
		nodelay: {type: 'boolean', default: false, describe: 'TCP_NODELAY on each connection'},
		workers: quantity('count', {
			describe: 'serve with so many processes (default: with this one)',
		}),
		listener: {choices: listenerKinds, describe: `${listenerHelp} (default: shared)`},
		'close-with-reply': {
			type: 'boolean',
			default: false,
			describe: 'close each connection with its first reply, in the same segment',
		},
		'defer-accept': {
			type: 'boolean',
			default: false,
			describe: 'accept a connection once its client has said something (TCP_DEFER_ACCEPT)',
		},
		slowdown: quantity('share', {default: 0, describe: slowdownHelp}),
		'list-mechanisms': {type: 'boolean', describe: 'what there is, what this kernel lacks and why'},
	})
	.example('$0 --maxfds 20000 --stksize 4096', 'as in the study of 2002')
	.example('$0 --mechanism io_uring --port 0 --json', '')
	.example('$0 --reply split --nodelay', 'header and body are segments of their own')
	.epilogue(
		'Ends on SIGTERM or SIGINT, and when standard input closes (if that is a pipe\n' +
			'or a socket); prints its counters. Exit status: 0 ended as told, 1 failed, 2 bad usage.',
	)
	.check(argv => {
		checkListenOptions(argv, 1 << 26);
		checkInteger('--stksize', argv.stksize, 64, 1 << 20);
		if (argv.workers !== undefined) {
			checkInteger('--workers', argv.workers, 1, 1024);
			if (argv['close-with-reply']) {
				throw new Error('--close-with-reply is for a server that is alone: leave out --workers');
			}
		} else if (argv.listener !== undefined) {
			throw new Error('--listener is for --workers, as in --workers 2 --listener exclusive');
		}

		if (argv['close-with-reply'] && argv.reply !== 'whole') {
			throw new Error('--close-with-reply sends a reply together with its end: leave out --reply');
		}

		if (argv.security === 'tls' && argv.reply !== 'whole') {
			throw new Error(
				'--security tls sends a reply in one piece: leave out --reply (blocks has it inside TLS)',
			);
		}

		if (argv.security !== 'plain' && argv['close-with-reply']) {
			throw new Error(
				'--close-with-reply holds back all that is sent, a handshake too: leave out --security',
			);
		}

		if (!(argv.slowdown >= 0 && argv.slowdown <= 10)) {
			throw new Error('--slowdown must be a share from 0 to 10, as in 0.05');
		}

		return true;
	})
	.strict();

const argv = parser.parseSync();
watchOutput('dphttpd');
try {
	if (argv.listMechanisms) {
		process.stdout.write(listMechanisms(await findServerMechanisms(), argv.json));
	} else if (argv.workers === undefined) {
		await serve(serverOptions());
	} else {
		// A server that is alone loads nothing of what starts others.
		const {serveTogether} = await import('./serve-together.js');
		const {workers, listener = 'shared'} = argv;
		await serveTogether(serverOptions(), {workers, listener});
	}

	await endWith(0);
} catch (error) {
	process.stderr.write(`dphttpd: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

function serverOptions(): ServerOptions {
	return {
		mechanism: argv.mechanism,
		address: argv.address,
		port: argv.port,
		backlog: argv.backlog,
		messageSize: argv.msgsize,
		maxConnections: argv.maxfds,
		receiveSize: argv.stksize,
		receive: argv.receive ?? 'waiting',
		reply: argv.reply,
		security: argv.security,
		isNoDelay: argv.nodelay,
		closeWithReply: argv.closeWithReply,
		deferAccept: argv.deferAccept,
		slowdown: argv.slowdown,
		cpus: argv.cpus === undefined ? undefined : parseCpus(argv.cpus),
		json: argv.json,
	};
}
