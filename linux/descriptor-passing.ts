// Descriptors that one process hands to another, by SCM_RIGHTS over a Unix socket (unix(7), cmsg(3)).
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {MSG_NOSIGNAL} from './socket.js';
import {check} from './system-error.js';

const AF_UNIX = 1;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
/** Messages with their borders, and an end that is seen when the other side is gone (unix(7)). */
const SOCK_SEQPACKET = 5;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const MSG_CMSG_CLOEXEC = 0x40000000;

/** Of a 64-bit struct msghdr, of the one struct iovec behind it, and of a control message with an int. */
const vectorAt = 56;
const byteAt = 72;
const controlAt = 80;
const LENGTH = 104;
const CONTROL_SPACE = 24;
const CONTROL_LENGTH = 20;
const controlLengthWord = 40 >> 2;
const descriptorWord = (controlAt + 16) >> 2;

/** A struct msghdr for one byte and one descriptor, which is used again and again. */
const message = createMessage();

/** Two ends, of which neither blocks. */
export function openPassage(): readonly [number, number] {
	const pair = allocate(8);
	const type = SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC;
	check(libc.socketpair(AF_UNIX, type, 0, pair.address), 'socketpair');
	return [pair.i32[0] as number, pair.i32[1] as number];
}

/** Hands `fd` over, which stays open here: 0, or -1 with errno set, as sendmsg(2). */
export function sendDescriptor(passage: number, fd: number): number {
	const {i32, address} = message;
	i32[controlLengthWord] = CONTROL_SPACE;
	i32[controlAt >> 2] = CONTROL_LENGTH;
	i32[(controlAt >> 2) + 1] = 0;
	i32[(controlAt >> 2) + 2] = SOL_SOCKET;
	i32[(controlAt >> 2) + 3] = SCM_RIGHTS;
	i32[descriptorWord] = fd;
	return libc.sendmsg(passage, address, MSG_NOSIGNAL) === -1 ? -1 : 0;
}

/** Takes one, close-on-exec: -1 with errno set, as recvmsg(2), or -2 where the other end is gone. */
export function receiveDescriptor(passage: number): number {
	const {i32, address} = message;
	i32[controlLengthWord] = CONTROL_SPACE;
	const length = libc.recvmsg(passage, address, MSG_CMSG_CLOEXEC);
	if (length <= 0) {
		return length === 0 ? -2 : -1;
	}

	// No descriptor came with it: this process had no room for one (MSG_CTRUNC in recvmsg(2)).
	return i32[controlLengthWord] === 0 ? -2 : (i32[descriptorWord] as number);
}

function createMessage() {
	const memory = allocate(LENGTH);
	const view = new DataView(memory.bytes.buffer, memory.bytes.byteOffset, LENGTH);
	const word = (at: number, value: number) => {
		view.setBigUint64(at, BigInt(value), true);
	};
	word(16, memory.address + vectorAt);
	word(24, 1);
	word(32, memory.address + controlAt);
	word(vectorAt, memory.address + byteAt);
	word(vectorAt + 8, 1);
	return memory;
}
