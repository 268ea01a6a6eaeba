// What the kernel has counted of one TCP connection (tcp(7), TCP_INFO; linux/tcp.h).
import * as libc from './libc.js';
import {allocate} from './memory.js';

const IPPROTO_TCP = 6;
const TCP_INFO = 11;
/** Where tcpi_total_retrans, tcpi_data_segs_in and _out (Linux 4.6) are, and how much has to be asked for. */
const SENT_AGAIN_AT = 100;
const DATA_SEGMENTS_IN_AT = 152;
const DATA_SEGMENTS_AT = 156;
const LENGTH = 160;

const info = allocate(LENGTH);
const length = allocate(4);

/**
 * How many segments with data `fd` has sent; one that the card would cut is counted by its parts. Those that
 * were sent again are taken off: where a busy reader's ACK is late by two ticks, the kernel sends the
 * last of several once more (RFC 8985, section 7, tail loss probes). 0 where `fd` is no TCP socket, or the
 * kernel is older.
 */
export function dataSegmentsSent(fd: number): number {
	return isRead(fd) ? wordAt(DATA_SEGMENTS_AT) - wordAt(SENT_AGAIN_AT) : 0;
}

/** How many have come, those that had come before among them; 0 as above. */
export function dataSegmentsReceived(fd: number): number {
	return isRead(fd) ? wordAt(DATA_SEGMENTS_IN_AT) : 0;
}

function isRead(fd: number): boolean {
	length.i32[0] = LENGTH;
	const result = libc.getsockopt(fd, IPPROTO_TCP, TCP_INFO, info.address, length.address);
	return result !== -1 && length.i32[0] >= LENGTH;
}

function wordAt(at: number): number {
	return (info.i32[at >> 2] ?? 0) >>> 0;
}
