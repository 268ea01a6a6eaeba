// The options that every server has: where it listens, and what it answers.
import {isAddress} from '../linux/address.js';
import {parseCpus} from '../linux/cpu.js';
import {quantity} from '../programs/command-line.js';

export const listenOptions = {
	port: quantity('count', {default: 8080, describe: 'port to listen on; 0: any free one'}),
	address: {type: 'string', default: '0.0.0.0', describe: 'address to listen on, IPv4 or IPv6'},
	msgsize: quantity('bytes', {default: 128, describe: "bytes of a reply's body, in steps of 64"}),
	maxfds: quantity('count', {default: 20_000, describe: 'connections at once; more are refused'}),
	backlog: quantity('count', {
		default: 2048,
		describe: 'length of the accept queue (listen(2)); net.core.somaxconn caps it',
	}),
	cpus: {type: 'string', describe: 'processors to run on, as in 0,2-3'},
	json: {type: 'boolean', default: false, describe: 'events as JSON lines (docs/programs.md)'},
} as const;

type ListenArguments = {
	readonly port: number;
	readonly address: string;
	/** None: the server answers nothing itself. */
	readonly msgsize?: number | undefined;
	readonly maxfds: number;
	readonly backlog: number;
	readonly cpus: string | undefined;
};

/** @throws Error that names the option, or TypeError, where a value makes no sense. */
export function checkListenOptions(argv: ListenArguments, mostMsgsize = 0): void {
	checkInteger('--port', argv.port, 0, 65_535);
	if (argv.msgsize !== undefined) {
		checkInteger('--msgsize', argv.msgsize, 1, mostMsgsize);
	}

	checkInteger('--maxfds', argv.maxfds, 1, 2_000_000);
	checkInteger('--backlog', argv.backlog, 1, 65_535);
	if (!isAddress(argv.address)) {
		throw new Error(`--address ${argv.address} is no address, as in 127.0.0.1 or ::1`);
	}

	if (argv.cpus !== undefined) {
		parseCpus(argv.cpus);
	}
}

/** @throws Error that names the option. */
export function checkInteger(name: string, value: number, least: number, most: number): void {
	if (!Number.isInteger(value) || value < least || value > most) {
		throw new Error(`${name} must be a whole number from ${least} to ${most}`);
	}
}
