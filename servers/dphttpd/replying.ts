// How dphttpd's replies are given to a backend: each as one piece, or its header and its body apart.
import type {Backend} from '../backend.js';
import type {Connection} from '../connection.js';
import {bodySizeOf, makeReplies} from './reply.js';

/** Sends as many replies to a connection as it has requests. */
export type SendReplies = (backend: Backend, connection: Connection, requests: number) => void;

/** Replies of `messageSize` bytes: as many as there are, up to a block of them, with one send. */
export function replyWhole(messageSize: number): SendReplies {
	const {memory, length, count} = makeReplies(bodySizeOf(messageSize));
	return (backend, connection, requests) => {
		for (let rest = requests; rest > 0; rest -= count) {
			backend.send(connection, memory, 0, Math.min(rest, count) * length);
		}
	};
}

/** The same, of a header and a body, each a part of what is sent. */
export function replyInParts(messageSize: number): SendReplies {
	const bodySize = bodySizeOf(messageSize);
	const {memory, length} = makeReplies(bodySize);
	const headerLength = length - bodySize;
	return (backend, connection, requests) => {
		for (let rest = requests; rest > 0; rest--) {
			backend.send(connection, memory, 0, headerLength);
			backend.send(connection, memory, headerLength, length);
		}
	};
}
