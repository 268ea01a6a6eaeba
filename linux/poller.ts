// The seam of the readiness family: descriptors in, ready tokens out.
import type {RingRegime} from './io-uring/regime.js';

/** Wanted and reported events. The values are those of poll(2) and epoll(7), which agree. */
export const READABLE = 0x1;
export const WRITABLE = 0x4;
export const ERROR = 0x8;
export const HANGUP = 0x10;
/** The peer has shut down its sending side (POLLRDHUP): asked for by edge-triggered users. */
export const PEER_CLOSED = 0x2000;

/** What {@link Poller.wait} returns where a signal ended it: let Node's event loop run its handler. */
export const INTERRUPTED = -1;

/** Told what an operator should know. */
export type Warn = (message: string) => void;

/** What a wait found, in arrays that it fills: never allocated per event. */
export type ReadyList = {
	readonly tokens: Int32Array;
	readonly events: Int32Array;
};

/**
 * How a watch behaves after it has reported: `level` reports as long as the descriptor is ready,
 * `edge` when it becomes ready (read until the socket is drained), `oneshot` once (arm it again
 * with `modify`).
 */
export type Trigger = 'level' | 'edge' | 'oneshot';

/** A set of watched descriptors, with at most one armed watch a descriptor. */
export type Poller = {
	readonly trigger: Trigger;
	/**
	 * What to add to `want` so that of all processes that wait for one descriptor only one is woken;
	 * such a watch cannot be modified. Undefined where the mechanism has no such wait.
	 */
	readonly exclusive?: number | undefined;
	/**
	 * Watches `fd`; `token` is one of it (token.ts).
	 * @throws SystemError, or LimitError where the mechanism cannot watch this descriptor.
	 */
	add(fd: number, token: number, want: number): void;
	/** Replaces what is wanted of `fd`; also arms a oneshot watch that has fired (`was` is then 0). */
	modify(fd: number, token: number, was: number, want: number): void;
	/** Closing a descriptor ends its watch: that need not be removed before. */
	readonly forgetsClosed?: boolean;
	/** Ends the watch. To be called before the descriptor is closed. */
	remove(fd: number, token: number): void;
	/**
	 * Waits until something is ready, fills `ready` and returns how many; 0 after `timeoutMs`
	 * (-1: no limit) or where the kernel was short of memory, INTERRUPTED where a signal came first.
	 */
	wait(ready: ReadyList, timeoutMs: number): number;
	readonly counters: {waits: number; controls: number};
	/** The system calls made so far, by name. */
	syscalls(): Record<string, number>;
	/** How its ring ran so far, where it has one. */
	regime?(): RingRegime;
	[Symbol.dispose](): void;
};

/** What a mechanism's `probe()` finds. */
export type Probe =
	| {
			readonly ok: true;
			/** The largest number of descriptors it can watch, where the mechanism itself has a limit. */
			readonly limit?: {
				/** As people know it, as in FD_SETSIZE. */
				readonly name: string;
				readonly descriptors: number;
				/** It bounds the numbers that descriptors may have: those that are not watched count too. */
				readonly ofNumbers?: boolean;
				readonly reason: string;
			};
			/** What it makes do without on this kernel, for people. */
			readonly note?: string;
			/** Of a server of others: how several processes of it may share a port. */
			readonly listeners?: readonly string[];
	  }
	| {readonly ok: false; readonly reason: string};

/** What each file in linux/pollers/ exports. The file's name is the mechanism's. */
export type PollerModule = {
	probe(): Probe;
	/** Other names that are understood. */
	readonly aliases?: readonly string[];
	/** Opens a poller for up to `capacity` descriptors. `warn` is told of errors that last. */
	open(capacity: number, warn?: Warn): Poller;
};

/** A mechanism's own limit was met. The message names the limit and what to do. */
export class LimitError extends Error {
	override readonly name = 'LimitError';
}

/** A list for up to `capacity` ready descriptors a wait. */
export function createReadyList(capacity: number): ReadyList {
	return {tokens: new Int32Array(capacity), events: new Int32Array(capacity)};
}
