// What a server says: lines for people, or JSON events for programs (docs/programs.md).
import {formatEndpoint} from '../linux/address.js';
import type {CallErrorCounts} from '../linux/call-errors.js';
import type {CpuTime} from '../linux/cpu.js';
import type {ContextSwitches} from '../linux/context-switches.js';
import type {RingRegime} from '../linux/io-uring/regime.js';

/** One message of a kind a second is enough: a limit that is met is met again and again. */
const WARNING_MS = 1000;

/** What a server says when it listens. */
export type Ready = {
	readonly mechanism: string;
	readonly address: string;
	readonly port: number;
	readonly maxfds: number;
	/** Of the process that serves, or that has started those that do. */
	readonly pid: number;
	/** The processes that serve, where there are several, and how they come by connections. */
	readonly workers?: readonly number[] | undefined;
	readonly listener?: string;
	/** Inside TLS: version, key exchange, cipher and library. */
	readonly cipher?: string | undefined;
	/** Of a server of one's own: where it speaks TLS besides. */
	readonly tlsPort?: number;
	/** Of a relay: what it does with what comes, and when it tries and watches. */
	readonly mode?: string;
	readonly policy?: string;
};

/** What a server has counted; whose is not ours does not tell all of it. */
export type ServerFigures = {
	readonly time: number;
	readonly replies?: number;
	readonly connections: {
		readonly now: number;
		readonly peak?: number;
		readonly accepted?: number;
		readonly refused?: number;
		/** Open to their clients, and not accepted yet. */
		readonly waiting?: number;
	};
	readonly waits?: number;
	readonly controls?: number;
	readonly stale?: number;
	readonly syscalls?: Readonly<Record<string, number>>;
	/** Those of the system calls that failed. */
	readonly errors?: CallErrorCounts;
	/** How its io_uring ran, where it has one. */
	readonly ring?: RingRegime;
	/** Of the thread that serves; of several workers, of all of theirs. */
	readonly switches?: ContextSwitches | undefined;
	readonly cpu: CpuTime;
	readonly rss: number;
	/** Of a server of others: its processes, the busiest first. */
	readonly pids?: readonly number[];
	/** The last lines of its standard error, where there are any. */
	readonly stderr?: readonly string[];
	/** Each worker for itself, where there are several. */
	readonly workers?: ReadonlyArray<WorkerUse & Partial<WorkerCounts>>;
	/** The process that accepts for them, where there is one. */
	readonly acceptor?: WorkerUse;
};

/** What a process of several has counted itself: one of others tells nothing of it. */
type WorkerCounts = {readonly now: number; readonly accepted: number; readonly replies: number};

/** What a process of several has used. */
type WorkerUse = {
	readonly pid: number;
	readonly switches: ContextSwitches | undefined;
	readonly cpu: CpuTime;
};

/** Writes what happens to standard output as JSON, or to standard error and output for people. */
export class Reporter<Figures extends object = ServerFigures> {
	readonly #name: string;
	readonly #json: boolean;
	readonly #describe: (figures: Figures) => string;
	readonly #warnedAt = new Map<string, number>();

	/** `name` is the program's; `describeFigures` makes lines for people of what it has counted. */
	constructor(name: string, json: boolean, describeFigures: (figures: Figures) => string) {
		this.#name = name;
		this.#json = json;
		this.#describe = describeFigures;
	}

	ready(ready: Ready): void {
		const {mechanism, address, port} = ready;
		this.#say(
			{event: 'ready', ...ready},
			`${this.#name}: serving on ${formatEndpoint(address, port)} with ${mechanism}\n`,
		);
	}

	warn(message: string): void {
		const now = Date.now();
		if (now - (this.#warnedAt.get(message) ?? 0) < WARNING_MS) {
			return;
		}

		this.#warnedAt.set(message, now);
		if (this.#json) {
			this.#say({event: 'warning', message}, '');
		} else {
			process.stderr.write(`${this.#name}: ${message}\n`);
		}
	}

	report(figures: Figures): void {
		this.#say({event: 'report', ...figures}, this.#describe(figures));
	}

	end(reason: string, figures: Figures): void {
		this.#say(
			{event: 'end', reason, ...figures},
			`${this.#name}: ended: ${reason}\n${this.#describe(figures)}`,
		);
	}

	#say(event: object, words: string): void {
		process.stdout.write(this.#json ? JSON.stringify(event) + '\n' : words);
	}
}

function describe({
	replies,
	connections,
	syscalls,
	errors = {},
	ring,
	cpu,
	rss,
}: ServerFigures): string {
	const listed = (counts: Readonly<Record<string, number>>) =>
		Object.entries(counts)
			.map(([name, count]) => `${name} ${count}`)
			.join(' ');
	const failed = Object.entries(errors).flatMap(([call, counts]) =>
		Object.entries(counts).flatMap(([errno, count]) =>
			count > 0 ? [`${call} ${errno} ${count}`] : [],
		),
	);
	return [
		...(replies === undefined ? [] : [`Replies: ${replies}`]),
		`Connections: ${listed(connections)}`,
		...(syscalls === undefined ? [] : [`System calls: ${listed(syscalls)}`]),
		...(failed.length === 0 ? [] : [`Failed: ${failed.join(' ')}`]),
		...(ring === undefined ? [] : [`Ring: ${describeRing(ring)}`]),
		`CPU time [s]: user ${(cpu.user / 1e6).toFixed(2)} system ${(cpu.system / 1e6).toFixed(2)}`,
		`Memory [MiB]: ${(rss / 2 ** 20).toFixed(1)}`,
		'',
	].join('\n');
}

function describeRing({setup, overflows, rearms, nobufs, buffers}: RingRegime): string {
	return [
		`set up as ${setup.join(' ') || 'the plainest'}; overflows ${overflows} rearms ${rearms}`,
		...(nobufs === undefined ? [] : [`nobufs ${nobufs}`]),
		...(buffers === undefined ? [] : [`buffers at least ${buffers.low} of ${buffers.of}`]),
	].join(' ');
}

export {describe as describeServer};
