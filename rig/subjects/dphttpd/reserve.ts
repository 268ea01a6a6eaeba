// What a server has open beside its connections.

/** Descriptors: node's own, the listener, the mechanism's. */
export const SERVER_RESERVE = 40;
