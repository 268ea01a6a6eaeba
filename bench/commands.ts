// The comparisons, by the names they have on the command line.
import type {Argv} from 'yargs';
import {compareCalls} from './compare-calls.js';
import {compareDead} from './compare-dead.js';
import {compareLoads, compareServers} from './compare-flows.js';
import {comparePipes} from './compare-pipes.js';
import {compareSlices} from './duet-slices.js';
import {compareLab} from './lab-overhead.js';
import {deadconn, deadconnTwin} from './dead.js';
import {type LoadKind, httperf, realHttperf, wrk} from './loads.js';
import {deadOption, pairOptions, sliceOptions} from './options.js';
import {Origin, foreignRelay, ourRelay, relayTwin} from './relays.js';
import {type ServerKind, dphttpd, dphttpdTwin, foreignServer, ringTwin} from './servers.js';
import {compileTwin} from './twin.js';

const mechanismOption = {
	mechanism: {type: 'string', default: 'epoll', describe: "our dphttpd's mechanism"},
} as const;
const flowOptions = {...sliceOptions, ...pairOptions};
/** Where each slice is a process. */
const processSlices = {
	slices: {...sliceOptions.slices, default: 3},
	slice: {...sliceOptions.slice, default: 200},
} as const;

/** Adds every comparison to `parser`. */
export function addCommands(parser: Argv): Argv {
	addServerCommands(parser);
	addLoadCommand(parser, 'client-wrk', wrk);
	addLoadCommand(parser, 'client-httperf', realHttperf);
	parser.command(
		'pipetest-twin',
		'pipetest against its C twin: token passes a second',
		{
			mechanism: {choices: ['epoll', 'poll'], default: 'epoll', describe: 'of both'},
			pipes: {type: 'number', default: 1000, describe: 'pipes that are watched'},
			...processSlices,
			...pairOptions,
		} as const,
		comparePipes,
	);
	parser.command(
		'calls',
		'what a call of the C library costs from JavaScript, and from C',
		{...processSlices, ...pairOptions} as const,
		compareCalls,
	);
	parser.command(
		'duet-slices',
		'how sure a duet is, by the length of its slices and by the estimator',
		{
			...mechanismOption,
			...deadOption,
			seconds: {type: 'number', default: 8, describe: 'of each duet'},
			rounds: {type: 'number', default: 3, describe: 'duets of each length'},
		} as const,
		compareSlices,
	);
	parser.command(
		'lab-overhead',
		'what ssh adds to the time of a sweep: a lab of network namespaces against this machine (as root)',
		{
			dead: {type: 'number', default: 5000, describe: 'dead connections of the larger count'},
			pairs: {type: 'number', default: 3, describe: 'sweeps of each kind, in turn'},
		} as const,
		compareLab,
	);
	return parser.command(
		'deadconn-twin',
		'deadconn against a C loop: connections opened a second',
		{
			...mechanismOption,
			dead: {type: 'number', default: 5000, describe: 'connections to open in a slice'},
			slices: {...sliceOptions.slices, default: 3},
			...pairOptions,
		} as const,
		async argv =>
			compareDead([deadconn, deadconnTwin(compileTwin('deadconn'))], dphttpd(argv.mechanism), argv),
	);
}

function addServerCommands(parser: Argv): void {
	parser
		.command(
			'server-twin',
			'dphttpd against its C twin',
			{
				mechanism: {
					choices: ['epoll', 'poll', 'io_uring'],
					default: 'epoll',
					describe: 'of both',
				},
				order: {
					choices: ['plain', 'phased'],
					default: 'plain',
					describe:
						"the twin's: read, write, connection by connection, or as ours, recv all, then send all",
				},
				...deadOption,
				...flowOptions,
			} as const,
			async argv => compareServers([dphttpd(argv.mechanism), twinOf(argv)], argv),
		)
		.command(
			'server-mechanisms <first> <second>',
			'dphttpd on one mechanism against itself on another',
			yargs =>
				yargs
					.positional('first', {type: 'string', demandOption: true})
					.positional('second', {type: 'string', demandOption: true})
					.options({...deadOption, ...flowOptions}),
			async argv => compareServers([dphttpd(argv.first), dphttpd(argv.second)], argv),
		)
		.command(
			'server-nginx',
			'dphttpd against nginx with one worker',
			{...mechanismOption, ...deadOption, ...flowOptions} as const,
			async argv => compareServers([dphttpd(argv.mechanism), foreignServer('nginx')], argv),
		)
		.command(
			'relay',
			'our relay in tcp mode against one of others with one thread, before one dphttpd on the processor of the load',
			{
				...{...mechanismOption, ...deadOption, ...flowOptions},
				server: {choices: ['haproxy', 'nginx'], default: 'haproxy', describe: 'the other relay'},
				code: {
					choices: ['typescript', 'c'],
					default: 'typescript',
					describe: 'c: the twin in the place of ours: what there is to be gained at most',
				},
			} as const,
			async argv => {
				const origin = new Origin(argv.clientCpu);
				const first = argv.code === 'c' ? relayTwin(origin) : ourRelay(argv.mechanism, origin);
				await compareServers([first, foreignRelay(argv.server, origin)], argv);
			},
		)
		.command(
			'relay-twin',
			'our relay in tcp mode against its C twin, likewise',
			{...mechanismOption, ...deadOption, ...flowOptions} as const,
			async argv => {
				const origin = new Origin(argv.clientCpu);
				await compareServers([ourRelay(argv.mechanism, origin), relayTwin(origin)], argv);
			},
		);
}

/** @throws Error for an order of work that the twin does not have. */
function twinOf({mechanism, order}: {mechanism: string; order: string}): ServerKind {
	if (mechanism !== 'io_uring') {
		return dphttpdTwin(mechanism, order);
	}

	if (order === 'phased') {
		throw new Error('the twin on io_uring has one order of work, that of its ring: no --order');
	}

	return ringTwin();
}

function addLoadCommand(parser: Argv, name: string, other: LoadKind): void {
	parser.command(
		name,
		`our httperf against ${other.name}, on one dphttpd`,
		{...mechanismOption, ...flowOptions} as const,
		async argv => compareLoads([httperf, other], dphttpd(argv.mechanism), argv),
	);
}
