// The regime that a ring runs in, which differs between kernels: what was granted at its set-up, and
// what it had to do beside its work.
import * as abi from './abi.js';

/** What a program reports of its ring (docs/programs.md). */
export type RingRegime = {
	/** The set-up flags that the kernel took, as in DEFER_TASKRUN. */
	readonly setup: readonly string[];
	/** Calls that found completions waiting outside of the completion queue, which was full. */
	readonly overflows: number;
	/** Multishot requests that ended by themselves and were submitted again. */
	readonly rearms: number;
	/** Receives that found no provided buffer, and were submitted again. */
	readonly nobufs?: number;
	/** Provided buffers: the fewest that were left, of how many. */
	readonly buffers?: {readonly low: number; readonly of: number};
};

/** The set-up flags that differ between kernels, by name. */
const names: ReadonlyArray<readonly [flag: number, name: string]> = [
	[abi.IORING_SETUP_SQPOLL, 'SQPOLL'],
	[abi.IORING_SETUP_SUBMIT_ALL, 'SUBMIT_ALL'],
	[abi.IORING_SETUP_COOP_TASKRUN, 'COOP_TASKRUN'],
	[abi.IORING_SETUP_SINGLE_ISSUER, 'SINGLE_ISSUER'],
	[abi.IORING_SETUP_DEFER_TASKRUN, 'DEFER_TASKRUN'],
];

/** The names of those of `flags` that a kernel may refuse. */
export function setupNames(flags: number): string[] {
	return names.filter(([flag]) => (flags & flag) !== 0).map(([, name]) => name);
}
