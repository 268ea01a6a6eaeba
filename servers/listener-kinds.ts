// How several processes come by the connections to one port.

/**
 * `shared`: all wait for one listening socket, and each connection wakes all that do. `exclusive`: as
 * shared, but one is woken (EPOLLEXCLUSIVE, or io_uring's accept). `reuseport`: each has a listening
 * socket of its own, and the kernel chooses by a hash (SO_REUSEPORT). `blocking`: each waits in accept(2),
 * and serves one connection at a time. `acceptor`: one process accepts, and hands them round.
 */
export const listenerKinds = ['shared', 'exclusive', 'reuseport', 'blocking', 'acceptor'] as const;

export type ListenerKind = (typeof listenerKinds)[number];

/**
 * What a backend is given to get its connections from: a listening socket that is its `own`, one that
 * other processes accept from too, `shared` or `exclusive`, or a passage (descriptor-passing.ts) by
 * which connections are `handed` over.
 */
export type Listening = 'own' | 'shared' | 'exclusive' | 'handed';
