// Whether this kernel has what completion needs: multishot accept, multishot receive into a ring of
// provided buffers, and the cancellation of all that is in flight on a descriptor.
import * as libc from '../libc.js';
import {allocate} from '../memory.js';
import {check} from '../system-error.js';
import {openUnixSocket} from '../unix-socket.js';
import * as abi from './abi.js';
import {BufferRing} from './buffer-ring.js';
import {whyNoRing} from './map.js';
import {Ring} from './ring.js';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
/** Of a sockaddr_un without a name: the kernel then gives the socket one of six bytes (unix(7), "Autobind feature"). */
const FAMILY_BYTES = 2;
const NAME_BYTES = 16;

/**
 * Tries each on Unix sockets of its own: loopback may be down in a network namespace. The reason for people;
 * undefined where all work.
 */
export function whyNoMultishot(): string | undefined {
	return whyNoMultishotReceive() ?? whyNot(tryAccept);
}

/** Tries what a client needs of it. */
export function whyNoMultishotReceive(): string | undefined {
	return whyNoRing() ?? whyNot(tryBuffers);
}

function whyNot(attempt: (ring: Ring) => string | undefined): string | undefined {
	try {
		using ring = new Ring(2, 4);
		return attempt(ring);
	} catch (error) {
		return (error as Error).message;
	}
}

function tryBuffers(ring: Ring): string | undefined {
	const pair = allocate(8);
	check(libc.socketpair(AF_UNIX, SOCK_STREAM, 0, pair.address), 'socketpair');
	const [ours, theirs] = pair.i32 as unknown as [number, number];
	try {
		const buffers = new BufferRing(ring, 0, 2, 64);
		libc.write(theirs, buffers.memory.address, 1);
		const at = ring.prepare(abi.IORING_OP_RECV, ours, 0, 0, 0, 0, 0);
		ring.setFlags(at, abi.IOSQE_BUFFER_SELECT, abi.IORING_RECV_MULTISHOT);
		ring.setBufferGroup(at, buffers.group);
		const {result, more} = takeCompletion(ring);
		return result === 1 && more
			? undefined
			: 'the kernel has no multishot receive (IORING_RECV_MULTISHOT): Linux 6.0 has it';
	} catch (error) {
		return `the kernel has no rings of provided buffers (Linux 5.19): ${(error as Error).message}`;
	} finally {
		libc.close(ours);
		libc.close(theirs);
	}
}

function tryAccept(ring: Ring): string | undefined {
	const listener = openUnixSocket({blocking: true});
	const client = openUnixSocket({blocking: true});
	try {
		const name = allocate(NAME_BYTES);
		const lengthAt = NAME_BYTES - 4;
		name.bytes[0] = AF_UNIX;
		check(libc.bindSocket(listener, name.address, FAMILY_BYTES), 'bind');
		check(libc.listen(listener, 1), 'listen');
		name.i32[lengthAt >> 2] = lengthAt;
		check(libc.getsockname(listener, name.address, name.address + lengthAt), 'getsockname');
		const at = ring.prepare(abi.IORING_OP_ACCEPT, listener, 0, 0, 0, 0, 0);
		ring.setFlags(at, 0, abi.IORING_ACCEPT_MULTISHOT);
		check(libc.connect(client, name.address, name.i32[lengthAt >> 2] as number), 'connect');
		const accepted = takeCompletion(ring);
		if (accepted.result < 0 || !accepted.more) {
			return 'the kernel has no multishot accept (IORING_ACCEPT_MULTISHOT): Linux 5.19 has it';
		}

		libc.close(accepted.result);
		const flags = abi.IORING_ASYNC_CANCEL_FD | abi.IORING_ASYNC_CANCEL_ALL;
		ring.prepare(abi.IORING_OP_ASYNC_CANCEL, listener, 0, 0, flags, 1, 0);
		const {low, result} = takeCompletion(ring);
		// Either the accept that ended or the cancellation that ended it comes first.
		return low === 0 || result === 1
			? undefined
			: 'the kernel cannot cancel by descriptor (IORING_ASYNC_CANCEL_FD): Linux 5.19 can';
	} finally {
		libc.close(client);
		libc.close(listener);
	}
}

function takeCompletion(ring: Ring): {low: number; result: number; more: boolean} {
	while (ring.ready() === 0) {
		ring.enter(1, -1);
	}

	const at = ring.completionAt(0);
	const [low, , result, flags] = ring.completions.subarray(at, at + abi.CQE_WORDS) as unknown as [
		number,
		number,
		number,
		number,
	];
	ring.advance(1);
	return {low, result, more: (flags & abi.IORING_CQE_F_MORE) !== 0};
}
