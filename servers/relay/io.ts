// The seam between a relayed connection and the kernel: calls of today's readiness, or completions.
import type {Side} from './side.js';

/** What a call came to where it did not fail for good. */
export const NOT_YET = -1;
/** It failed: {@link RelayIo.errno} tells. */
export const FAILED = -2;

/**
 * What a session asks for. Where it is completion that carries it, a call that was told NOT_YET is made
 * again once what it asked for has completed, and then returns what that came to.
 */
export type RelayIo = {
	/** Of the last call that FAILED. */
	readonly errno: number;
	/** Receives up to `room` bytes into the side's input: how many, 0 at the end of the stream, NOT_YET or FAILED. */
	receive(side: Side, room: number): number;
	/** Sends what is in the side's output: how many bytes went, NOT_YET or FAILED. */
	send(side: Side): number;
	/** A socket for the origin. @throws SystemError where there is none to be had. */
	open(): number;
	/** Begins to connect, or asks how it goes: 0 once connected, NOT_YET or FAILED. */
	connect(side: Side): number;
	/** Sends small segments at once: Nagle's algorithm is off on all four ends. */
	hurry(fd: number): void;
	/** Ends the sending side. */
	shut(fd: number): void;
};
