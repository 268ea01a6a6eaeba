// When a direction of a socket is tried, and when it is watched: what HAProxy changed in 2013, and since.

/** A readiness policy. */
export type Policy = {
	/** What is wanted of a descriptor is tried first, and watched once that met EAGAIN. */
	readonly speculates: boolean;
	/** A descriptor that is watched already is not tried: its watch is changed. */
	readonly merges: boolean;
	/** What is to be sent is not tried at all, but watched for first. */
	readonly defersSends: boolean;
	/**
	 * A descriptor is watched once and for all, both ways and edge-triggered: what comes is read until that
	 * meets EAGAIN, and what was not taken then is tried again, because no edge tells of it.
	 */
	readonly isEdge: boolean;
};

/**
 * `split` and `merged` are HAProxy before and after its commit 2f877304e (15 Nov 2013, "merge
 * speculative I/O into polled I/O"). `ready` is today's: what is wanted is watched, without a try.
 */
export const policies = {
	split: {speculates: true, merges: false, defersSends: false, isEdge: false},
	merged: {speculates: true, merges: true, defersSends: false, isEdge: false},
	ready: {speculates: false, merges: true, defersSends: false, isEdge: false},
} as const satisfies Readonly<Record<string, Policy>>;

/**
 * As a bufferevent of libevent has it (bufferevent_sock.c): whoever writes fills a buffer, whose first
 * bytes have the socket watched for room; and that watch ends when the buffer is empty.
 */
export const deferring: Policy = {
	...policies.ready,
	defersSends: true,
};

/**
 * As Envoy has it on Linux (its FileEvent with the trigger Edge): one watch for both directions; where
 * Envoy reads on after a pause, it activates the read event itself.
 */
export const edgeTriggered: Policy = {...policies.ready, isEdge: true};

export type PolicyName = keyof typeof policies;
export const policyNames = ['split', 'merged', 'ready'] as const satisfies readonly PolicyName[];
