// When a direction of a socket is tried, and when it is watched: what HAProxy changed in 2013, and since.

/** A readiness policy. */
export type Policy = {
	/** What is wanted of a descriptor is tried first, and watched once that met EAGAIN. */
	readonly speculates: boolean;
	/** A descriptor that is watched already is not tried: its watch is changed. */
	readonly merges: boolean;
};

/**
 * `split` and `merged` are HAProxy before and after its commit 2f877304e (15 Nov 2013, "merge
 * speculative I/O into polled I/O"). `ready` is today's: what is wanted is watched, without a try.
 */
export const policies = {
	split: {speculates: true, merges: false},
	merged: {speculates: true, merges: true},
	ready: {speculates: false, merges: true},
} as const satisfies Readonly<Record<string, Policy>>;

export type PolicyName = keyof typeof policies;
export const policyNames = ['split', 'merged', 'ready'] as const satisfies readonly PolicyName[];
