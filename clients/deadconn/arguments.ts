// The command line of deadconn.
import {isAddress} from '../../linux/address.js';
import {parseCpus} from '../../linux/cpu.js';
import {commandLine, quantity} from '../../programs/command-line.js';
import {parseQuantity} from '../../programs/quantities.js';
import {type IdleKind, idleKinds} from './idle.js';

/** What the command line asks for. */
export type Options = {
	/** A name or an address. */
	readonly server: string;
	/** The address of `server`, where another process has found it. */
	readonly address: string | undefined;
	readonly port: number;
	/** How many connections to hold. */
	readonly number: number;
	/** Source addresses, or undefined for the choice of plan.ts. */
	readonly sources: readonly string[] | undefined;
	/** How many processes share the connections, or undefined for as many as are needed. */
	readonly processes: number | undefined;
	/** Connections a second, 0 for as fast as possible. */
	readonly rate: number;
	/** Seconds that a connect may take. */
	readonly timeout: number;
	/** How many processes open connections to the server at the same time, this one included. */
	readonly crew: number;
	/** Processors as in 0,2-3, or undefined for all. */
	readonly cpus: string | undefined;
	/** A fault to be found: so many connections are closed once all have stood for a second. */
	readonly lose: number;
	/** What they do before they are silent. */
	readonly idle: IdleKind;
	/** Of those that ask for something whole: for what, with which header, answered how. */
	readonly uri: string;
	readonly header: string;
	readonly status: string;
	readonly json: boolean;
};

/** The command line is not as it must be. `help` is what to print, `status` what to exit with. */
export class UsageError extends Error {
	override readonly name = 'UsageError';

	constructor(
		message: string,
		readonly status: number,
	) {
		super(message);
	}
}

/** Connections that one run can be asked for: more than any machine's memory carries. */
const MAX_NUMBER = 1 << 24;
const MAX_PROCESSES = 1024;

const usage = '$0 SERVER PORT N\n\nOpens N dead connections to SERVER and holds them.';

/**
 * Reads the arguments that follow the program's name. `--help` and `--version` print and exit.
 * @throws UsageError with exit status 1 where SERVER, PORT or N is missing, as the original has it,
 * with 2 for any other mistake.
 */
export async function parseArguments(args: readonly string[]): Promise<Options> {
	const parser = createParser(args);
	const given = await parser.parseAsync();
	const [server, port, number, ...surplus] = given._.map(String);
	if (server === undefined || port === undefined || number === undefined) {
		throw new UsageError(await parser.getHelp(), 1);
	}

	if (surplus.length > 0) {
		throw new UsageError(`Unknown argument: ${surplus.join(', ')}`, 2);
	}

	return {
		server,
		address: given.address,
		port: inRange('PORT', port, 1, 65535),
		number: inRange('N', number, 0, MAX_NUMBER),
		sources: given.sources?.split(',').map(toAddress),
		processes:
			given.processes === undefined
				? undefined
				: inRange('--processes', String(given.processes), 1, MAX_PROCESSES),
		rate: atLeast('--rate', given.rate, 0),
		timeout: atLeast('--timeout', given.timeout, 0.001),
		crew: given.crew,
		lose: inRange('--lose', String(given.lose), 0, MAX_NUMBER),
		cpus: given.cpus === undefined ? undefined : checkedCpus(given.cpus),
		...{idle: given.idle, uri: given.uri, header: given['add-header'], status: given.status},
		json: given.json,
	};
}

function createParser(args: readonly string[]) {
	return (
		commandLine('deadconn', {
			args,
			fail(message, error) {
				throw error instanceof UsageError ? error : new UsageError(message, 2);
			},
		})
			.usage(usage)
			.option('sources', {
				type: 'string',
				describe:
					'source addresses, as in 10.0.0.2,10.0.0.3; by default as many of 127.0.x.y as are needed on loopback, elsewhere what the kernel chooses',
			})
			.option('processes', {
				...quantity('count', {}),
				describe: 'share the connections among so many processes; by default as many as are needed',
			})
			.option('rate', quantity('rate', {default: 0, describe: 'connections a second, 0: no limit'}))
			.option(
				'timeout',
				quantity('seconds', {default: 10, describe: 'seconds that a connect may take'}),
			)
			.option('cpus', {type: 'string', describe: 'run on these processors only, as in 0,2-3'})
			.option(
				'lose',
				quantity('count', {
					default: 0,
					describe: 'a fault to be found: close so many once all have stood for a second',
				}),
			)
			.option('idle', {
				choices: idleKinds,
				default: idleKinds[0],
				describe:
					'what they do before they are silent: unterminated, as in 2002; silent: nothing; keep-alive: a request, and its reply; websocket: the upgrade; tls: a handshake',
			})
			.option('uri', {
				type: 'string',
				default: '/',
				describe: 'what keep-alive and websocket ask for',
			})
			.option('add-header', {
				type: 'string',
				default: '',
				describe: 'fields of their header, as httperf has it: each ends with \\n',
			})
			.option('status', {
				choices: ['2xx', '3xx', '4xx', '5xx'],
				default: '2xx',
				describe: 'how keep-alive is to be answered',
			})
			// From the process that shares the work to those that do it.
			.option('crew', {type: 'number', default: 1, hidden: true})
			.option('address', {type: 'string', hidden: true})
			.option('json', {type: 'boolean', default: false, describe: 'one JSON event a line'})
			.string('_')
			.example('$0 127.0.0.1 8080 16000', 'hold 16000 connections until SIGINT or SIGTERM')
			.epilogue(
				'A dead connection has sent "GET / HTTP/1.0" and one line end, and is silent from then on; --idle has other kinds.\n' +
					'Exit status: 0 ended by a signal or by the end of standard input, 1 fewer than N could be opened, a worker was lost, or an argument is missing, 2 bad usage.',
			)
			.strictOptions()
	);
}

function inRange(name: string, text: string, least: number, most: number): number {
	const value = parseQuantity('count', text) ?? Number.NaN;
	if (!Number.isInteger(value) || value < least || value > most) {
		throw new UsageError(`${name} must be a whole number from ${least} to ${most}, not ${text}`, 2);
	}

	return value;
}

function atLeast(name: string, value: number, least: number): number {
	if (!Number.isFinite(value) || value < least) {
		throw new UsageError(`${name} must be a number of at least ${least}`, 2);
	}

	return value;
}

function toAddress(text: string): string {
	if (!isAddress(text)) {
		throw new UsageError(`--sources: ${text} is no address of IPv4 or IPv6`, 2);
	}

	return text;
}

function checkedCpus(text: string): string {
	try {
		parseCpus(text);
		return text;
	} catch (error) {
		throw new UsageError(`--cpus: ${(error as Error).message}`, 2);
	}
}
