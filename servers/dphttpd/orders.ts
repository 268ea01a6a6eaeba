// What a worker is told by the process that starts it: one argument, as JSON.
import type {ListenerKind} from '../listener-kinds.js';
import type {ServerOptions} from './serve.js';

/** `options.port` is the port that all of them serve. */
export type Orders = {readonly options: ServerOptions; readonly listener: ListenerKind};

/** The descriptor that a worker is started with: the listening socket, or the passage from the acceptor. */
export const INHERITED = 3;
