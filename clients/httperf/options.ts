// httperf's arguments.
import {parseCpus} from '../../linux/cpu.js';
import {commandLine, quantity} from '../../programs/command-line.js';
import {type EngineName, engineNames} from './engine.js';
import {checkArguments} from './option-checks.js';

const securities = ['plain', 'tls'] as const;
export type ClientSecurity = (typeof securities)[number];

/** Of a duet, too. */
export const securityOption = {
	choices: securities,
	default: 'plain' as const,
	describe: 'HTTP as it is, or inside TLS with the key that dphttpd has; then on epoll',
};

/** What httperf is told. */
export type Options = {
	readonly server: string;
	readonly port: number;
	readonly uri: string;
	/** Fields of the request's header, each ended by `\n`. */
	readonly header: string;
	/** Connections begun a second; undefined: not given. */
	readonly rate: number | undefined;
	readonly numConns: number;
	/** Calls on each connection; Infinity: until the window ends. */
	readonly numCalls: number;
	/** Infinity: none. */
	readonly timeoutMs: number;
	readonly thinkTimeoutMs: number;
	readonly hog: boolean;
	readonly sendBuffer: number;
	readonly recvBuffer: number;
	readonly warmupMs: number;
	/** Infinity: until all calls are made. */
	readonly durationMs: number;
	/** How long the load goes on after the window. */
	readonly trailMs: number;
	/** Calls a second in an open loop; undefined: a closed loop. */
	readonly requestRate: number | undefined;
	readonly poissonSeed: number | undefined;
	/** Each call has a connection of its own. */
	readonly connectionPerCall: boolean;
	/** Our side of such a connection ends with its request. */
	readonly halfClose: boolean;
	/** Inside TLS, with the key of linux/psk.ts, or as it is. */
	readonly security: ClientSecurity;
	readonly cpus: readonly number[] | undefined;
	/** undefined: the best that the kernel has. */
	readonly engine: EngineName | undefined;
	/** So many processes share the connections and the rates. */
	readonly processes: number;
	readonly json: boolean;
};

/** A paragraph a line: the width of the help breaks them. */
const epilogue = [
	'Exit status: 0 the run came to its end (all calls made, or --duration reached) and there were replies; 1 it was stopped (SIGINT, SIGTERM, standard input closed), lost all its connections, or had no reply; 2 bad usage. Errors that are counted in the report do not change it.',
	'',
	'The report is that of httperf 0.9.0, over the whole test; below it stand the figures of the measuring window. A tenth of --duration, a second at most, before the window is measured apart and left out, because the load is slower there.',
	'',
	'Reply times of the window are from an HDR histogram. In a closed loop a reply time begins when the request was sent. In an open loop it begins when the request should have been sent (raw: when it was sent), and every call that was to start in the window counts: one that has failed, or is not done 2 s after the window, with its age.',
	'',
	'"The client was the bottleneck" where it used 95 % of one processor or more in the window: then its own speed was measured, and not the server\'s.',
].join('\n');

const groups = {
	httperf: {
		server: {type: 'string', default: 'localhost', describe: 'host name or address'},
		port: quantity('count', {default: 80}),
		uri: {type: 'string', default: '/'},
		'add-header': {
			type: 'string',
			default: '',
			describe: 'fields of the header of every request, each ended by \\n, as in "Accept: */*\\n"',
		},
		rate: quantity('rate', {
			describe:
				'connections begun a second; 0: one after the other (default 0; with unlimited calls: all at once)',
		}),
		'num-conns': quantity('count', {default: 1, describe: 'connections in all'}),
		'num-calls': quantity('count', {
			describe:
				'calls on each connection, one after the other (default 1; with --duration: unlimited)',
		}),
		timeout: quantity('seconds', {
			default: 0,
			describe: 'seconds a connection may make no progress; 0: for ever',
		}),
		'think-timeout': quantity('seconds', {
			default: 0,
			describe: 'seconds added to --timeout while a reply is awaited',
		}),
		hog: {type: 'boolean', default: false, describe: 'use local ports from 1024 upward'},
		'send-buffer': quantity('bytes', {default: 4096, describe: 'bytes of SO_SNDBUF'}),
		'recv-buffer': quantity('bytes', {default: 16_384, describe: 'bytes of SO_RCVBUF'}),
	},
	added: {
		warmup: quantity('seconds', {
			default: 0,
			describe:
				'seconds before the window, once all are connected; up to three times as many until the rate has settled',
		}),
		duration: quantity('seconds', {
			describe: 'seconds of the window; at its end connections are reset',
		}),
		trail: quantity('seconds', {
			default: 0,
			describe: 'seconds of load after the window, which no figure counts',
		}),
		'request-rate': quantity('rate', {
			describe: 'calls a second in an open loop, over all --num-conns connections',
		}),
		poisson: {
			type: 'boolean',
			default: false,
			describe: 'with --request-rate: calls at random (exponential) intervals',
		},
		seed: quantity('count', {
			default: 1,
			describe: 'number that the intervals of --poisson are drawn from',
		}),
		'connection-per-call': {
			type: 'boolean',
			default: false,
			describe: 'close each connection after its call, and open another for the next',
		},
		'half-close': {
			type: 'boolean',
			default: false,
			describe:
				'with --connection-per-call: end our side of a connection with its request, in the same segment',
		},
		security: securityOption,
		cpus: {type: 'string', describe: 'processors to run on, as in 0,2-3'},
		engine: {
			choices: engineNames,
			describe: 'how it talks to the kernel (default: io_uring where the kernel has it)',
		},
		processes: quantity('count', {
			default: 1,
			describe: 'processes that share the connections and the rates, each on one of --cpus',
		}),
		json: {type: 'boolean', default: false, describe: 'events as JSON lines (docs/programs.md)'},
	},
} as const;

/**
 * Reads the arguments. Calls `fail` with a message where they are wrong, and prints the help and
 * ends the process on --help.
 */
export function parseOptions(args: readonly string[], fail: (message: string) => never): Options {
	const argv = commandLine('httperf', {args, fail})
		.usage('$0 [options]\n\nLoads an HTTP server, and reports as httperf does.')
		.options(groups.httperf)
		.options(groups.added)
		.requiresArg(
			Object.entries({...groups.httperf, ...groups.added})
				.filter(([, option]) => !('type' in option && option.type === 'boolean'))
				.map(([name]) => name),
		)
		.group(Object.keys(groups.httperf), "httperf's own options:")
		.group(Object.keys(groups.added), 'Added here:')
		.example(
			'$0 --server=localhost --port=8080 --think-timeout 5 --timeout 5 --num-calls 20000 --num-conns 100 --hog --rate 100',
			'as in the study of 2002',
		)
		.example('$0 --port 8080 --num-conns 100 --warmup 1 --duration 10', 'a closed loop, for 10 s')
		.example(
			'$0 --port 8080 --num-conns 100 --request-rate 5000 --poisson --duration 10',
			'an open loop',
		)
		.epilogue(epilogue)
		.check(checkArguments)
		.strict()
		.parseSync();
	const isOpenLoop = argv['request-rate'] !== undefined;
	return {
		server: argv.server,
		port: argv.port,
		uri: argv.uri,
		header: argv['add-header'],
		rate: argv.rate,
		numConns: argv['num-conns'],
		numCalls: argv['num-calls'] ?? (argv.duration === undefined ? 1 : Infinity),
		timeoutMs: argv.timeout === 0 ? Infinity : argv.timeout * 1000,
		thinkTimeoutMs: argv['think-timeout'] * 1000,
		hog: argv.hog,
		sendBuffer: argv['send-buffer'],
		recvBuffer: argv['recv-buffer'],
		warmupMs: argv.warmup * 1000,
		durationMs: argv.duration === undefined ? Infinity : argv.duration * 1000,
		trailMs: argv.trail * 1000,
		requestRate: argv['request-rate'],
		poissonSeed: isOpenLoop && argv.poisson ? argv.seed : undefined,
		connectionPerCall: argv['connection-per-call'],
		halfClose: argv['half-close'],
		security: argv.security,
		cpus: argv.cpus === undefined ? undefined : parseCpus(argv.cpus),
		engine: argv.engine,
		processes: argv.processes,
		json: argv.json,
	};
}
