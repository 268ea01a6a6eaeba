// Where a server of this machine's is found by clients of this machine's.

/** Its address. */
export const LOOPBACK = '127.0.0.1';
