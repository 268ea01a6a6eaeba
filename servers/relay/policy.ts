// When a direction of a socket is tried, and when it is watched: what HAProxy changed in 2013, and since.

/** A readiness policy. */
export type Policy = {
	/** What is wanted of a descriptor is tried first, and watched once that met EAGAIN. */
	readonly speculates: boolean;
	/** A descriptor that is watched already is not tried: its watch is changed. */
	readonly merges: boolean;
	/** What is to be sent is not tried at all, but watched for first. */
	readonly defersSends: boolean;
};

/**
 * `split` and `merged` are HAProxy before and after its commit 2f877304e (15 Nov 2013, "merge
 * speculative I/O into polled I/O"). `ready` is today's: what is wanted is watched, without a try.
 */
export const policies = {
	split: {speculates: true, merges: false, defersSends: false},
	merged: {speculates: true, merges: true, defersSends: false},
	ready: {speculates: false, merges: true, defersSends: false},
} as const satisfies Readonly<Record<string, Policy>>;

/**
 * As a bufferevent of libevent has it (bufferevent_sock.c): whoever writes fills a buffer, whose first
 * bytes have the socket watched for room; and that watch ends when the buffer is empty.
 */
export const deferring: Policy = {speculates: false, merges: true, defersSends: true};

export type PolicyName = keyof typeof policies;
export const policyNames = ['split', 'merged', 'ready'] as const satisfies readonly PolicyName[];
