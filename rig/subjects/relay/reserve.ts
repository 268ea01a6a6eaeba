// What a relay has open beside its connections.

/** Descriptors: node's own, the listener, the mechanism's. */
export const RELAY_RESERVE = 40;
