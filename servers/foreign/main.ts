#!/usr/bin/env node
// foreign: a server that is not ours, under dphttpd's roof. Arguments in, counters out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {parseCpus} from '../../linux/cpu.js';
import {listMechanisms} from '../../linux/mechanism-list.js';
import {commandLine, quantity, refuseUsage} from '../../programs/command-line.js';
import {endWith} from '../../programs/standard-output.js';
import {bodySizeOf} from '../dphttpd/reply.js';
import {checkInteger, checkListenOptions, listenOptions} from '../listen-options.js';
import {listenerKinds} from '../listener-kinds.js';
import {parseOrigin} from '../origin.js';
import {findKinds, findRelays} from './kinds.js';
import {readOwn} from './own.js';
import {serve} from './serve.js';

const parser = commandLine('foreign', {
	args: hideBin(process.argv),
	fail: refuseUsage('foreign'),
})
	.usage(
		'$0 [options]\n\nRuns a server of others: nginx, HAProxy …, each in one process that answers every request with one reply; or one of your own.',
	)
	.options({
		server: {
			type: 'string',
			describe: 'name of the server: see --list-mechanisms; or nbdkit, which serves a disk',
		},
		own: {
			type: 'string',
			default: '[]',
			describe:
				'a server of your own that --server may name, as JSON, or a list: its command line, or where it runs already',
		},
		origin: {
			type: 'string',
			describe:
				'forward every connection there, as HOST:PORT, in place of answering: haproxy, nginx',
		},
		...listenOptions,
		size: quantity('bytes', {
			default: 64 * 1024 ** 2,
			describe: 'bytes of the disk of a server that serves one',
		}),
		security: {
			choices: ['plain', 'tls'],
			default: 'plain',
			describe:
				'of a server that serves a disk: NBD as it is, or inside TLS with the key that blocks has',
		},
		workers: quantity('count', {
			describe: 'serve with so many processes, where it can (default: with one)',
		}),
		listener: {
			choices: listenerKinds,
			default: 'exclusive' as const,
			describe: "how --workers come by connections, as dphttpd's",
		},
		'defer-accept': {
			type: 'boolean',
			default: false,
			describe: 'accept a connection once its client has said something, where it can',
		},
		patience: quantity('seconds', {
			default: 10,
			describe: 'seconds that it may take until it listens',
		}),
		path: {
			type: 'string',
			default: '/',
			describe: 'path that is asked for once, of a server that counts nothing',
		},
		'add-header': {
			type: 'string',
			default: '',
			describe: "header fields of that request, as httperf's --add-header",
		},
		status: {
			type: 'string',
			default: '2xx',
			describe: 'class of the status that its answer should have',
		},
		'list-mechanisms': {
			type: 'boolean',
			describe: 'the servers, or with --origin the relays, and which are not installed',
		},
	})
	.example('$0 --server nginx --port 8080', '')
	.example('$0 --server haproxy --port 8080 --origin 127.0.0.1:8081', '')
	.example(`$0 --server mine --own '{"name":"mine","command":"node server.js {port}"}'`, '')
	.epilogue(
		'Ends on SIGTERM or SIGINT, and when standard input closes (if that is a pipe\n' +
			'or a socket); the server ends with it. Exit status: 0 ended as told, 1 failed, 2 bad usage.',
	)
	.check(argv => {
		checkListenOptions(argv, 1 << 20);
		checkInteger('--patience', argv.patience, 1, 3600);
		checkInteger('--size', argv.size, 1, 2 ** 40);
		if (argv.workers !== undefined) {
			checkInteger('--workers', argv.workers, 1, 1024);
		}

		if (argv['list-mechanisms'] !== true) {
			if (argv.server === undefined) {
				throw new Error('--server must be told, as in --server nginx');
			}

			if (argv.origin !== undefined) {
				parseOrigin(argv.origin);
			}
		}

		return true;
	})
	.strict();

const argv = parser.parseSync();
// Whoever read our output has gone, and our input will end: the server is to be ended first.
process.stdout.on('error', () => undefined);
try {
	const own = readOwn(argv.own);
	if (argv.listMechanisms) {
		const found = argv.origin === undefined ? await findKinds(own) : await findRelays();
		process.stdout.write(listMechanisms(found, argv.json));
	} else {
		const {server = '', address, port, backlog, maxfds, cpus, json, patience} = argv;
		const {workers, listener, deferAccept} = argv;
		await serve({
			...{
				server,
				own,
				origin: argv.origin ?? '',
				address,
				port,
				backlog,
				json,
				patience,
				deferAccept,
			},
			crew: workers === undefined ? undefined : {workers, listener},
			expected: {path: argv.path, header: argv.addHeader, status: argv.status},
			messageSize: bodySizeOf(argv.msgsize),
			...{diskSize: argv.size, isSecure: argv.security === 'tls'},
			maxConnections: maxfds,
			cpus: cpus === undefined ? undefined : parseCpus(cpus),
		});
	}

	await endWith(0);
} catch (error) {
	process.stderr.write(`foreign: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
