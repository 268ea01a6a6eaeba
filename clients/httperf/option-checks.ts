// What httperf's arguments may be.
import {parseCpus} from '../../linux/cpu.js';

/** Arguments as they were given. */
export type Arguments = {
	readonly port: number;
	readonly uri: string;
	readonly rate: number | undefined;
	readonly 'num-conns': number;
	readonly 'num-calls': number | undefined;
	readonly timeout: number;
	readonly 'think-timeout': number;
	readonly 'send-buffer': number;
	readonly 'recv-buffer': number;
	readonly warmup: number;
	readonly duration: number | undefined;
	readonly trail: number;
	readonly 'request-rate': number | undefined;
	readonly poisson: boolean;
	readonly seed: number;
	readonly 'connection-per-call': boolean;
	readonly 'half-close': boolean;
	readonly security: string;
	readonly processes: number;
	readonly cpus: string | undefined;
};

const MOST_SECONDS = 1e6;
const MOST_PER_SECOND = 1e7;

/**
 * Passes good arguments.
 * @throws Error with a message for people.
 */
export function checkArguments(given: Arguments): true {
	checkInteger(given, 'port', 1, 65_535);
	checkInteger(given, 'num-conns', 1, 10_000_000);
	checkInteger(given, 'num-calls', 1, Number.MAX_SAFE_INTEGER);
	checkInteger(given, 'send-buffer', 1, 1 << 30);
	checkInteger(given, 'recv-buffer', 1, 1 << 30);
	checkInteger(given, 'processes', 1, 1024);
	checkInteger(given, 'seed', 0, 2 ** 31 - 1);
	checkNumber(given, 'rate', 0, MOST_PER_SECOND);
	checkNumber(given, 'timeout', 0, MOST_SECONDS);
	checkNumber(given, 'think-timeout', 0, MOST_SECONDS);
	checkNumber(given, 'warmup', 0, MOST_SECONDS);
	checkNumber(given, 'duration', 0.001, MOST_SECONDS);
	checkNumber(given, 'trail', 0, MOST_SECONDS);
	checkNumber(given, 'request-rate', 0.001, MOST_PER_SECOND);
	if (!/^\/[\x21-\x7e]*$/.test(given.uri)) {
		throw new Error(
			'--uri must begin with / and hold printable ASCII characters only: encode others',
		);
	}

	if (given.poisson && given['request-rate'] === undefined) {
		throw new Error('--poisson needs --request-rate: in a closed loop calls have no schedule');
	}

	if (given.processes > given['num-conns']) {
		throw new Error('--processes needs a connection for each, and --num-conns gives fewer');
	}

	if (given['half-close'] && !given['connection-per-call']) {
		throw new Error('--half-close needs --connection-per-call: no other call could follow');
	}

	if (given['half-close'] && given.security !== 'plain') {
		throw new Error(
			'--half-close holds back all that is sent, a handshake too: leave out --security',
		);
	}

	if (given.cpus !== undefined) {
		parseCpus(given.cpus);
	}

	return true;
}

type NumberName = {
	[Name in keyof Arguments]: Arguments[Name] extends number | undefined ? Name : never;
}[keyof Arguments];

function checkInteger(given: Arguments, name: NumberName, least: number, most: number): void {
	checkNumber(given, name, least, most);
	if (!Number.isInteger(given[name] ?? 0)) {
		throw new Error(`--${name} must be a whole number`);
	}
}

function checkNumber(given: Arguments, name: NumberName, least: number, most: number): void {
	const value = given[name] ?? least;
	if (!(value >= least && value <= most)) {
		throw new Error(`--${name} must be a number from ${least} to ${most}`);
	}
}
