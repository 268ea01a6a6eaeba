#!/usr/bin/env node
// blocks: a network block device, whose replies have several parts. Arguments in, counters out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {parseCpus} from '../../linux/cpu.js';
import {listMechanisms} from '../../linux/mechanism-list.js';
import {commandLine, quantity, refuseUsage} from '../../programs/command-line.js';
import {endWith, watchOutput} from '../../programs/standard-output.js';
import {checkInteger, checkListenOptions, listenOptions} from '../listen-options.js';
import {replyPolicies} from '../reply-policies.js';
import {findSecurities, securities} from '../security.js';
import {refusalOf} from './security.js';
import {serve} from './serve.js';

const transports = ['tcp', 'unix'] as const;
/** NBD's own (IANA). */
const PORT = 10_809;
const MIB = 1024 ** 2;

const replyHelp =
	"how a reply's parts are sent: each alone (split), between TCP_CORK on and off (cork), with MSG_MORE " +
	'before the last (more), in one writev(2), or copied together (copy)';

const securityHelp =
	'what is spoken: NBD as it is (plain), inside TLS by GnuTLS (tls), or inside TLS whose records the kernel makes (ktls)';

const {msgsize: _, ...commonOptions} = listenOptions;
const parser = commandLine('blocks', {args: hideBin(process.argv), fail: refuseUsage('blocks')})
	.usage('$0 [options]\n\nServes a disk in memory by NBD, the network block device protocol.')
	.options({
		...commonOptions,
		port: {...listenOptions.port, default: PORT},
		mechanism: {
			type: 'string',
			default: 'epoll',
			describe: 'how it waits: poll, epoll, or another that is not edge-triggered',
		},
		reply: {choices: replyPolicies, default: 'more' as const, describe: replyHelp},
		transport: {choices: transports, default: 'tcp' as const, describe: 'TCP, or a Unix socket'},
		security: {
			choices: securities,
			default: 'plain' as const,
			describe: securityHelp,
		},
		path: {type: 'string', describe: 'path of the Unix socket [one in a new folder]'},
		nodelay: {type: 'boolean', default: false, describe: 'TCP_NODELAY on each connection'},
		size: quantity('bytes', {
			default: 64 * MIB,
			describe: 'bytes of the disk; it begins as zeroes',
		}),
		patience: quantity('seconds', {
			default: 30,
			describe: 'seconds that a peer may stall in a handshake, a request or a reply',
		}),
		'list-mechanisms': {
			type: 'boolean',
			describe: 'what --security can be here, and why another cannot',
		},
	})
	.example('$0 --reply split --nodelay', 'each part of a reply is a segment of its own')
	.example('$0 --transport unix --path /tmp/disk', 'nbdcopy disk.img nbd+unix:///?socket=/tmp/disk')
	.epilogue(
		'Ends on SIGTERM or SIGINT, and when standard input closes (if that is a pipe\n' +
			'or a socket); prints its counters. Exit status: 0 ended as told, 1 failed, 2 bad usage.',
	)
	.check(argv => {
		checkListenOptions({...argv, msgsize: 1}, 1);
		checkInteger('--size', argv.size, 1, 4096 * MIB);
		if (!(argv.patience > 0 && argv.patience <= 86_400)) {
			throw new Error('--patience must be seconds, more than 0 and at most 86400');
		}

		const refusal = refusalOf(argv);
		if (refusal !== undefined) {
			throw new Error(refusal);
		}

		if (argv.path !== undefined && argv.transport === 'tcp') {
			throw new Error('--path is of a Unix socket: it needs --transport unix');
		}

		return true;
	})
	.strict();

const argv = parser.parseSync();
watchOutput('blocks');
try {
	if (argv.listMechanisms) {
		process.stdout.write(listMechanisms(findSecurities(), argv.json));
	} else {
		await serve({
			...{mechanism: argv.mechanism, reply: argv.reply, transport: argv.transport},
			...{security: argv.security, address: argv.address, port: argv.port, path: argv.path},
			...{backlog: argv.backlog, size: argv.size, patience: argv.patience, json: argv.json},
			isNoDelay: argv.nodelay,
			maxConnections: argv.maxfds,
			cpus: argv.cpus === undefined ? undefined : parseCpus(argv.cpus),
		});
	}

	await endWith(0);
} catch (error) {
	process.stderr.write(`blocks: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
