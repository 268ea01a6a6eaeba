// When a readiness server asks a connection that it has answered for its next request.

/**
 * `waiting`: once the mechanism has reported it. `eager`: at once, and where nothing has come the
 * mechanism is waited for. `yield`: as eager, but after all the others that are answered in the same
 * turn. Eager and waiting are Warp's "optimistic" and "pessimistic" recv (Kazu Yamamoto, "Future work
 * to improve the performance of Warp", 2012); yield is what Warp has done since 2013.
 */
export const receivePolicies = ['waiting', 'eager', 'yield'] as const;

export type ReceivePolicy = (typeof receivePolicies)[number];
