#!/usr/bin/env node
// foreign: a server that is not ours, under dphttpd's roof. Arguments in, counters out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {parseCpus} from '../../linux/cpu.js';
import {listMechanisms} from '../../linux/mechanism-list.js';
import {commandLine, refuseUsage} from '../../programs/command-line.js';
import {endWith, watchOutput} from '../../programs/standard-output.js';
import {bodySizeOf} from '../dphttpd/reply.js';
import {checkListenOptions, listenOptions} from '../listen-options.js';
import {findKinds} from './kinds.js';
import {serve} from './serve.js';

const parser = commandLine('foreign', {
	args: hideBin(process.argv),
	fail: refuseUsage('foreign'),
})
	.usage(
		'$0 [options]\n\nRuns nginx, HAProxy …, one process with one thread, that answers every request with one reply.',
	)
	.options({
		server: {type: 'string', describe: 'see --list-mechanisms'},
		...listenOptions,
		'list-mechanisms': {type: 'boolean', describe: 'the servers, and which are not installed'},
	})
	.example('$0 --server nginx --port 8080', '')
	.epilogue(
		'Ends on SIGTERM or SIGINT, and when standard input closes (if that is a pipe\n' +
			'or a socket); the server ends with it. Exit status: 0 ended as told, 1 failed, 2 bad usage.',
	)
	.check(argv => {
		checkListenOptions(argv, 1 << 20);
		if (argv.server === undefined && argv['list-mechanisms'] !== true) {
			throw new Error('--server must be told, as in --server nginx');
		}

		return true;
	})
	.strict();

const argv = parser.parseSync();
watchOutput('foreign');
try {
	if (argv.listMechanisms) {
		process.stdout.write(listMechanisms(await findKinds(), argv.json));
	} else {
		const {server = '', address, port, backlog, maxfds, cpus, json} = argv;
		await serve({
			...{server, address, port, backlog, json},
			messageSize: bodySizeOf(argv.msgsize),
			maxConnections: maxfds,
			cpus: cpus === undefined ? undefined : parseCpus(cpus),
		});
	}

	await endWith(0);
} catch (error) {
	process.stderr.write(`foreign: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
