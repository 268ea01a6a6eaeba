// The replies of dphttpd, made once.
import {type Memory, allocateText} from '../../linux/memory.js';

/** Room for a block of equal replies, so that pipelined requests are answered with one write. */
const BLOCK_BYTES = 16_384;

/** One reply, `count` times in a row. */
export type ReplyBlock = {readonly memory: Memory; readonly length: number; readonly count: number};

/**
 * The reply to every request: 200, with a body of `bodySize` bytes. Its header has 85 bytes where the
 * body has 128, as the original's, so that 213 bytes go over the wire.
 */
export function makeReplies(bodySize: number): ReplyBlock {
	const reply = makeReply('200 OK', 'x'.repeat(bodySize));
	const count = Math.max(1, Math.floor(BLOCK_BYTES / reply.length));
	return {memory: allocateText(reply.repeat(count)), length: reply.length, count};
}

/** The reply to a request whose line and headers are too long (RFC 6585, section 5). */
export function makeTooLongReply(): ReplyBlock {
	const reply = makeReply('431 Request Header Fields Too Large', '', 'Connection: close\r\n');
	return {memory: allocateText(reply), length: reply.length, count: 1};
}

/** The body's size for `--msgsize`: rounded up to a multiple of 64, as in the original. */
export function bodySizeOf(messageSize: number): number {
	return Math.ceil(messageSize / 64) * 64;
}

function makeReply(status: string, body: string, headers = ''): string {
	return (
		`HTTP/1.1 ${status}\r\nServer: dphttpd/1\r\nContent-Type: text/plain\r\n` +
		`Content-Length: ${body.length}\r\n${headers}\r\n${body}`
	);
}
