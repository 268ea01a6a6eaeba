// The seam of pipetest: what passes tokens from pipe to pipe.
import type {Probe} from '../../linux/poller.js';
import type {Pipes} from './pipes.js';

/** Where a token of `thread` goes in its generation. */
export type Route = (generation: number, thread: number) => number;

/** How tokens travel. */
export type Course = {
	/** Tokens on their way at once. */
	readonly threads: number;
	/** Passes after which a token retires. */
	readonly generations: number;
	readonly route: Route;
};

/** Sends every token of a course on its first way, and returns how many there are. */
export function seedTokens(
	{threads, route}: Course,
	send: (generation: number, pipe: number, thread: number) => void,
): number {
	for (let thread = 0; thread < threads; thread++) {
		send(0, route(0, thread), thread);
	}

	return threads;
}

/** Passes tokens over one mechanism. A pass is a write, a wait and a read. */
export type Relay = {
	/** Sends every token on its first way. */
	seed(): void;
	/** Passes tokens on until all have retired, or for `waits` waits. Returns how many are left. */
	pass(waits: number): number;
	readonly counters: {readonly waits: number; readonly controls: number};
	/** The system calls so far, by name. */
	syscalls(): Record<string, number>;
	[Symbol.dispose](): void;
};

/** What each file in clients/pipetest/completions/ exports. The file's name is the mechanism's. */
export type RelayModule = {
	probe(): Probe;
	/** Whether its reads wait in the kernel: then its pipes must be blocking ones. */
	readonly isBlocking: boolean;
	open(pipes: Pipes, course: Course): Relay;
};

/** 32-bit words of a token as it travels: generation, pipe, thread. */
export const TOKEN_WORDS = 3;
export const TOKEN_BYTES = TOKEN_WORDS * 4;
