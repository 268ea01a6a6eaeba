// Whether this kernel has what completion needs: multishot receive into a ring of provided buffers.
import * as libc from '../libc.js';
import {allocate} from '../memory.js';
import {check} from '../system-error.js';
import {
	IORING_CQE_F_MORE,
	IORING_OP_RECV,
	IORING_RECV_MULTISHOT,
	IOSQE_BUFFER_SELECT,
} from './abi.js';
import {BufferRing} from './buffer-ring.js';
import {whyNoRing} from './map.js';
import {Ring} from './ring.js';

const AF_UNIX = 1;
const SOCK_STREAM = 1;

/** Tries it on a pair of sockets. The reason for people; undefined where it works. */
export function whyNoMultishotReceive(): string | undefined {
	return whyNoRing() ?? whyNoBuffers();
}

function whyNoBuffers(): string | undefined {
	using ring = new Ring(2, 4);
	const pair = allocate(8);
	check(libc.socketpair(AF_UNIX, SOCK_STREAM, 0, pair.address), 'socketpair');
	const [ours, theirs] = pair.i32 as unknown as [number, number];
	try {
		const buffers = new BufferRing(ring, 0, 2, 64);
		libc.write(theirs, buffers.memory.address, 1);
		const at = ring.prepare(IORING_OP_RECV, ours, 0, 0, 0, 0, 0);
		ring.setFlags(at, IOSQE_BUFFER_SELECT, IORING_RECV_MULTISHOT);
		ring.setBufferGroup(at, buffers.group);
		ring.enter(1, -1);
		const completion = ring.completionAt(0);
		return ring.completions[completion + 2] === 1 &&
			((ring.completions[completion + 3] as number) & IORING_CQE_F_MORE) !== 0
			? undefined
			: 'the kernel has no multishot receive (IORING_RECV_MULTISHOT): Linux 6.0 has it';
	} catch (error) {
		return `the kernel has no rings of provided buffers (Linux 5.19): ${(error as Error).message}`;
	} finally {
		libc.close(ours);
		libc.close(theirs);
	}
}
