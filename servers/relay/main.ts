#!/usr/bin/env node
// relay: a forwarder under test. Arguments in, counters out.
import process from 'node:process';
import {hideBin} from 'yargs/helpers';
import {parseCpus} from '../../linux/cpu.js';
import {listMechanisms} from '../../linux/mechanism-list.js';
import {commandLine, refuseUsage} from '../../programs/command-line.js';
import {endWith, watchOutput} from '../../programs/standard-output.js';
import {checkListenOptions, listenOptions} from '../listen-options.js';
import {parseOrigin} from '../origin.js';
import {modeNames} from './clients.js';
import {findRelayMechanisms} from './mechanisms.js';
import {policyNames} from './policy.js';
import {serve} from './serve.js';

const modeHelp =
	'tcp: bytes as they come, both ways; http: one request and its reply, each looked at first; ' +
	'keepalive: request after request, over connections to the origin that are kept';
const policyHelp =
	"what is wanted of a socket: split and merged try it, then watch it (HAProxy's before and " +
	'after 15 November 2013: merged changes the watch of a socket that is watched already); ' +
	'ready watches it at once';

/** A reply is the origin's. */
const {msgsize, ...ownOptions} = listenOptions;

const parser = commandLine('relay', {args: hideBin(process.argv), fail: refuseUsage('relay')})
	.usage('$0 --origin HOST:PORT [options]\n\nForwards every connection to an origin.')
	.options({
		origin: {type: 'string', describe: 'where to forward to, as in 127.0.0.1:8081'},
		mode: {choices: modeNames, default: 'tcp' as const, describe: modeHelp},
		policy: {choices: policyNames, default: 'ready' as const, describe: policyHelp},
		mechanism: {
			type: 'string',
			default: 'epoll',
			describe: 'event mechanism: see --list-mechanisms',
		},
		...ownOptions,
		'defer-accept': {
			type: 'boolean',
			default: false,
			describe: 'accept a connection once its client has said something (TCP_DEFER_ACCEPT)',
		},
		'list-mechanisms': {type: 'boolean', describe: 'the mechanisms that a relay can use'},
	})
	.example('$0 --port 8080 --origin 127.0.0.1:8081', '')
	.example('$0 --mode http --policy merged --origin 10.98.0.2:8081 --json', '')
	.epilogue(
		'Ends on SIGTERM or SIGINT, and when standard input closes (if that is a pipe\n' +
			'or a socket); prints its counters. Exit status: 0 ended as told, 1 failed, 2 bad usage.',
	)
	.check(argv => {
		checkListenOptions(argv);
		if (argv['list-mechanisms'] !== true) {
			parseOrigin(argv.origin);
		}

		return true;
	})
	.strict();

const argv = parser.parseSync();
watchOutput('relay');
try {
	if (argv.listMechanisms) {
		const cpus = argv.cpus === undefined ? undefined : parseCpus(argv.cpus);
		process.stdout.write(listMechanisms(await findRelayMechanisms(cpus), argv.json));
	} else {
		const {mechanism, mode, policy, address, port, backlog, deferAccept, json} = argv;
		await serve({
			...{mechanism, mode, policy, address, port, backlog, deferAccept, json},
			origin: parseOrigin(argv.origin),
			maxConnections: argv.maxfds,
			cpus: argv.cpus === undefined ? undefined : parseCpus(argv.cpus),
		});
	}

	await endWith(0);
} catch (error) {
	process.stderr.write(`relay: ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}
