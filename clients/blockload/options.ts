// blockload's arguments.
import {isAddress} from '../../linux/address.js';
import {parseCpus} from '../../linux/cpu.js';
import {MOST_BYTES} from '../../linux/nbd.js';
import {commandLine, quantity} from '../../programs/command-line.js';

/** A connection has two parts a request, and writev(2) takes 1024 (IOV_MAX). */
const MOST_IN_FLIGHT = 512;

/** What blockload is told. */
export type BlockloadOptions = {
	readonly address: string;
	readonly port: number;
	/** Of a Unix socket; undefined: TCP. */
	readonly path: string | undefined;
	readonly connections: number;
	/** Requests on their way, on each connection. */
	readonly inFlight: number;
	/** The share of requests that read. */
	readonly reads: number;
	/** Bytes of a request. */
	readonly block: number;
	readonly seed: number;
	/** Inside TLS, with the key of linux/psk.ts. */
	readonly isSecure: boolean;
	/** Does not ask for structured replies. */
	readonly isSimple: boolean;
	readonly warmupMs: number;
	/** Infinity: until all requests are answered. */
	readonly durationMs: number;
	/** Infinity: until the window ends. */
	readonly requests: number;
	readonly cpus: readonly number[] | undefined;
	readonly json: boolean;
};

/** Those that a load in turns has, too. */
export const loadOptions = {
	address: {type: 'string', default: '127.0.0.1', describe: 'IPv4 address of the server'},
	connections: quantity('count', {default: 8}),
	inflight: quantity('count', {
		default: 64,
		describe: 'requests on their way, on each connection',
	}),
	reads: quantity('share', {default: 0.5, describe: 'the share of requests that read'}),
	block: quantity('bytes', {default: 65_536, describe: 'bytes of a request'}),
	seed: quantity('count', {
		default: 1,
		describe: 'number that the order of requests, and what is written, are drawn from',
	}),
	security: {
		choices: ['plain', 'tls'],
		default: 'plain',
		describe: 'NBD as it is, or inside TLS (NBD_OPT_STARTTLS) with the key that blocks has',
	},
	simple: {type: 'boolean', default: false, describe: 'ask for no structured replies'},
	cpus: {type: 'string', describe: 'processors to run on, as in 0,2-3'},
} as const;

const options = {
	...loadOptions,
	port: quantity('count', {default: 10_809}),
	path: {
		type: 'string',
		describe: "path of the server's Unix socket, in place of address and port",
	},
	warmup: quantity('seconds', {default: 0, describe: 'seconds before the window'}),
	duration: quantity('seconds', {describe: 'seconds of the window'}),
	requests: quantity('count', {describe: 'instead: so many requests in all, and no warm-up'}),
	json: {type: 'boolean', default: false, describe: 'events as JSON lines (docs/programs.md)'},
} as const;

/**
 * Reads the arguments. Calls `fail` with a message where they are wrong, and prints the help and
 * ends the process on --help.
 */
export function parseOptions(
	args: readonly string[],
	fail: (message: string) => never,
): BlockloadOptions {
	const argv = commandLine('blockload', {args, fail})
		.usage(
			'$0 [options]\n\nWrites a pattern to a whole disk by NBD, the network block device protocol, then reads\n' +
				'and writes blocks of it at random, and holds all that it reads against the pattern.',
		)
		.options(options)
		.conflicts('duration', 'requests')
		.example('$0 --duration 10', "nbdkit's load of 2019: 8 connections, 64 in flight, half reads")
		.example('$0 --path /tmp/disk --connections 1 --inflight 1 --reads 1 --requests 1000', '')
		.epilogue(
			'Exit status: 0 the load came to its end and every reply was right; 1 otherwise; 2 bad usage.\n' +
				'What the disk held before is overwritten.',
		)
		.check(argv => {
			checkWhole('--port', argv.port, 1, 65_535);
			checkWhole('--requests', argv.requests ?? 1, 1, 1e12);
			checkNumber('--warmup', argv.warmup, 86_400);
			checkNumber('--duration', argv.duration ?? 0, 86_400);
			return checkLoad(argv);
		})
		.strict()
		.parseSync();
	const {requests, duration = requests === undefined ? 1 : Infinity} = argv;
	return {
		...readLoad(argv),
		...{port: argv.port, path: argv.path, json: argv.json},
		warmupMs: requests === undefined ? argv.warmup * 1000 : 0,
		durationMs: duration * 1000,
		requests: requests ?? Infinity,
	};
}

type LoadArguments = {
	readonly address: string;
	readonly connections: number;
	readonly inflight: number;
	readonly block: number;
	readonly seed: number;
	readonly reads: number;
	readonly security: string;
	readonly simple: boolean;
	readonly cpus?: string | undefined;
};

/** Returns true. @throws Error where one of them is out of its range. */
export function checkLoad(argv: LoadArguments): true {
	checkWhole('--connections', argv.connections, 1, 10_000);
	checkWhole('--inflight', argv.inflight, 1, MOST_IN_FLIGHT);
	checkWhole('--block', argv.block, 1, MOST_BYTES);
	checkWhole('--seed', argv.seed, 0, 2 ** 31 - 1);
	checkNumber('--reads', argv.reads, 1);
	if (!isAddress(argv.address)) {
		throw new Error(`--address ${argv.address} is no IPv4 address, as in 127.0.0.1`);
	}

	if (argv.cpus !== undefined) {
		parseCpus(argv.cpus);
	}

	return true;
}

/** What they say of the load. */
export function readLoad(argv: LoadArguments) {
	return {
		address: argv.address,
		...{connections: argv.connections, inFlight: argv.inflight, reads: argv.reads},
		...{block: argv.block, seed: argv.seed, isSimple: argv.simple},
		isSecure: argv.security === 'tls',
		cpus: argv.cpus === undefined ? undefined : parseCpus(argv.cpus),
	};
}

function checkWhole(name: string, value: number, least: number, most: number): void {
	if (!Number.isInteger(value) || value < least || value > most) {
		throw new Error(`${name} must be a whole number from ${least} to ${most}`);
	}
}

/** @throws Error where it is none from 0 to `most`. */
export function checkNumber(name: string, value: number, most: number): void {
	if (!(value >= 0 && value <= most)) {
		throw new Error(`${name} must be a number from 0 to ${most}`);
	}
}
