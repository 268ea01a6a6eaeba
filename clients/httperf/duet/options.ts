// A duet's arguments.
import {isAddress} from '../../../linux/address.js';
import {parseCpus} from '../../../linux/cpu.js';
import {quantity} from '../../../programs/command-line.js';
import {parseSidePlace} from '../../side-place.js';
import {turnOptions, turnsCommand} from '../../turns-command.js';
import {type EngineName, engineNames} from '../engine.js';
import {type ClientSecurity, securityOption} from '../options.js';

/** One server: its port, and the processes whose processor time is its own, where they can be seen from here. */
export type SideOptions = {readonly port: number; readonly pids: readonly number[]};

/** What a duet is told. Times in milliseconds unless named otherwise. */
export type DuetOptions = {
	readonly address: string;
	readonly server: string;
	readonly uri: string;
	readonly header: string;
	readonly sides: readonly [a: SideOptions, b: SideOptions];
	readonly numConns: number;
	readonly sliceMs: number;
	readonly warmupMs: number;
	readonly durationMs: number;
	readonly timeoutMs: number;
	readonly thinkTimeoutMs: number;
	readonly security: ClientSecurity;
	readonly cpus: readonly number[] | undefined;
	/** undefined: the best that the kernel has. */
	readonly engine: EngineName | undefined;
};

const LONGEST_MS = 1e9;

/** Reads the arguments. Calls `fail` where they are wrong; --help prints the help and ends. */
export function parseDuetOptions(
	args: readonly string[],
	fail: (message: string) => never,
): DuetOptions {
	const argv = turnsCommand('httperf-duet', 'servers', {args, fail})
		.options({
			address: {type: 'string', default: '127.0.0.1', describe: 'address of both'},
			uri: {type: 'string', default: '/', describe: 'what is asked for'},
			'add-header': {type: 'string', default: '', describe: "as httperf's"},
			'num-conns': quantity('count', {default: 100, describe: 'connections to each'}),
			...turnOptions,
			timeout: quantity('seconds', {default: 10, describe: 'seconds that a reply may take'}),
			security: securityOption,
			cpus: {type: 'string', describe: 'processors to run on, as in 0,2-3'},
			engine: {
				choices: engineNames,
				describe: 'how it talks to the kernel (default: io_uring where the kernel has it)',
			},
		})
		.example('$0 8001:4711 8002:4712 --duration 8', 'port and process id of each server')
		.epilogue(
			'A server is PORT:PID[+PID…], or PORT where it runs on another machine. Prints events as JSON lines (docs/programs.md).\n' +
				'Exit status: 0 came to its end, 1 stopped or failed, 2 bad usage.',
		)
		.check(given => {
			check('--num-conns', given['num-conns'], 1, 1_000_000);
			check('--slice', given.slice, 0.1, LONGEST_MS);
			check('--warmup', given.warmup * 1000, 0, LONGEST_MS);
			check('--duration', given.duration * 1000, 1, LONGEST_MS);
			check('--timeout', given.timeout * 1000, 1, LONGEST_MS);
			if (!isAddress(given.address)) {
				throw new Error(`--address ${given.address} is no address, as in 127.0.0.1 or ::1`);
			}

			return true;
		})
		.strict()
		.parseSync();
	try {
		return {
			address: argv.address,
			server: argv.address,
			...{uri: argv.uri, header: argv['add-header']},
			sides: [parseSide(String(argv['a'])), parseSide(String(argv['b']))],
			numConns: argv['num-conns'],
			sliceMs: argv.slice,
			warmupMs: argv.warmup * 1000,
			durationMs: argv.duration * 1000,
			timeoutMs: argv.timeout * 1000,
			thinkTimeoutMs: 0,
			security: argv.security,
			cpus: argv.cpus === undefined ? undefined : parseCpus(argv.cpus),
			engine: argv.engine,
		};
	} catch (error) {
		return fail((error as Error).message);
	}
}

function parseSide(text: string): SideOptions {
	const {place, pids} = parseSidePlace(text);
	if (place.startsWith('/')) {
		throw new Error(`${text} is a path: httperf asks at a port`);
	}

	return {port: Number(place), pids};
}

function check(name: string, value: number, least: number, most: number): void {
	if (!(value >= least && value <= most)) {
		throw new Error(`${name} is out of range`);
	}
}
