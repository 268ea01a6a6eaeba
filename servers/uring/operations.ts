// The io_uring operations of the completion backend: how each is submitted and recognised.
import * as abi from '../../linux/io-uring/abi.js';
import type {Ring} from '../../linux/io-uring/ring.js';
import {READABLE} from '../../linux/poller.js';
import {MSG_NOSIGNAL} from '../../linux/socket.js';
import type {Memory} from '../../linux/memory.js';

/** A descriptor in one use of it. */
type Use = {readonly fd: number; readonly token: number};

/** The high half of a completion's user data; the low half is a token. */
export const ACCEPT = 1;
export const RECEIVE = 2;
export const SEND = 3;
const CANCEL = 4;
export const INPUT = 5;
export const CONNECT = 6;

const SOCK_CLOEXEC = 0o2000000;
/** The kernel finishes short sends itself (io_uring_enter(2), IORING_OP_SEND; Linux 5.19). */
const MSG_WAITALL = 0x100;

/** Accepts again and again. The sockets are blocking: with O_NONBLOCK, operations would not wait. */
export function armAccept(ring: Ring, fd: number, token: number): void {
	const at = ring.prepare(abi.IORING_OP_ACCEPT, fd, 0, 0, SOCK_CLOEXEC, token, ACCEPT);
	ring.setFlags(at, 0, abi.IORING_ACCEPT_MULTISHOT);
}

/** Receives again and again, into buffers of `group`. */
export function armReceive(ring: Ring, {fd, token}: Use, group: number): void {
	const at = ring.prepare(abi.IORING_OP_RECV, fd, 0, 0, 0, token, RECEIVE);
	ring.setFlags(at, abi.IOSQE_BUFFER_SELECT, abi.IORING_RECV_MULTISHOT);
	ring.setBufferGroup(at, group);
}

/** Sends bytes [start, end) of `memory`, which stay as they are until that has completed. */
export function submitSend(
	ring: Ring,
	{fd, token}: Use,
	{address}: Memory,
	start: number,
	end: number,
): void {
	const flags = MSG_NOSIGNAL | MSG_WAITALL;
	ring.prepare(abi.IORING_OP_SEND, fd, address + start, end - start, flags, token, SEND);
}

/** Connects to `address`, as encodeAddress makes it: its length is where others have an offset. */
export function submitConnect(ring: Ring, {fd, token}: Use, {address, bytes}: Memory): void {
	const at = ring.prepare(abi.IORING_OP_CONNECT, fd, address, 0, 0, token, CONNECT);
	ring.setOffset(at, bytes.length);
}

/** Ends the receive of a connection; what it had already got still completes. */
export function cancelReceive(ring: Ring, {token}: Use): void {
	const at = ring.prepare(abi.IORING_OP_ASYNC_CANCEL, -1, 0, 0, 0, token, CANCEL);
	ring.setTarget(at, token, RECEIVE);
}

/** Ends everything that is in flight on `fd`: each request completes, most with ECANCELED. */
export function cancelAll(ring: Ring, fd: number, token: number): void {
	const flags = abi.IORING_ASYNC_CANCEL_FD | abi.IORING_ASYNC_CANCEL_ALL;
	ring.prepare(abi.IORING_OP_ASYNC_CANCEL, fd, 0, 0, flags, token, CANCEL);
}

/** Reports once when `fd` can be read: standard input's lines are not worth a receive. */
export function armInput(ring: Ring, fd: number, token: number): void {
	ring.prepare(abi.IORING_OP_POLL_ADD, fd, 0, 0, READABLE, token, INPUT);
}
