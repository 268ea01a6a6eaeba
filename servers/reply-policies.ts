// How the parts of a reply, as a header and what follows it, are handed to the kernel.
//
// nbdkit's question of 2019: each send that has no successor in sight makes a segment, or a TLS record,
// of its own. It grouped them by TCP_CORK at first (nbdkit list, 6 Jun 2019), then by MSG_MORE (3842a080).
import {EAGAIN} from '../linux/errno.js';
import * as libc from '../linux/libc.js';
import {MSG_MORE, MSG_NOSIGNAL, TCP_CORK, setOption} from '../linux/socket.js';
import {Message} from './message.js';

/** Each part alone; between cork and uncork; with MSG_MORE before the last; in one writev; copied together. */
export const replyPolicies = ['split', 'cork', 'more', 'writev', 'copy'] as const;
export type ReplyPolicy = (typeof replyPolicies)[number];

/** Or it is made in one part in the first place. */
export const replyKinds = ['whole', ...replyPolicies] as const;
export type ReplyKind = (typeof replyKinds)[number];

/** The most parts that writev(2) takes (IOV_MAX of limits.h). */
const MOST_PARTS = 1024;

/** Calls that were made to send, by name, and how many of them only went on with what was cut short. */
export class SendCounts {
	sendto = 0;
	setsockopt = 0;
	writev = 0;
	resumed = 0;

	add({sendto, setsockopt, writev, resumed}: SendCounts): void {
		this.sendto += sendto;
		this.setsockopt += setsockopt;
		this.writev += writev;
		this.resumed += resumed;
	}

	clear(): void {
		this.sendto = 0;
		this.setsockopt = 0;
		this.writev = 0;
		this.resumed = 0;
	}
}

/**
 * Sends what is left of a message. Returns 0 once all of it is sent, EAGAIN where the socket is full (then
 * it is to be called again when there is room), or the errno that ended it.
 */
export type SendMessage = (fd: number, message: Message, counts: SendCounts) => number;

/** Each policy as a function that makes the calls. */
export const sendBy: Readonly<Record<ReplyPolicy, SendMessage>> = {
	split: (fd, message, counts) => sendParts(fd, message, counts, 0),
	more: (fd, message, counts) => sendParts(fd, message, counts, MSG_MORE),
	cork(fd, message, counts) {
		if (!message.isCorked) {
			cork(fd, message, counts, true);
		}

		const errno = sendParts(fd, message, counts, 0);
		if (errno === 0) {
			cork(fd, message, counts, false);
		}

		return errno;
	},
	writev(fd, message, counts) {
		const {parts} = message;
		while (parts.count > 0) {
			const count = Math.min(parts.count, MOST_PARTS);
			counts.writev++;
			noteCall(message, counts);
			// There is no MSG_NOSIGNAL here: Node ignores SIGPIPE (node.cc), so a peer that is gone is an errno.
			const written = libc.writev(fd, parts.address, count);
			const errno = afterCall(message, parts.bytesOf(count), written);
			if (errno !== 0) {
				return errno;
			}
		}

		return 0;
	},
	copy(fd, message, counts) {
		message.join();
		return sendParts(fd, message, counts, 0);
	},
};

/** One call a part; `flags` are those of every part that has another behind it. */
function sendParts(fd: number, message: Message, counts: SendCounts, flags: number): number {
	const {parts} = message;
	while (parts.count > 0) {
		const length = parts.partLength;
		const own = parts.count > 1 ? flags : 0;
		counts.sendto++;
		noteCall(message, counts);
		const sent = libc.send(fd, parts.partAddress, length, MSG_NOSIGNAL | own);
		const errno = afterCall(message, length, sent);
		if (errno !== 0) {
			return errno;
		}
	}

	return 0;
}

function noteCall(message: Message, counts: SendCounts): void {
	if (message.isCut) {
		counts.resumed++;
	}
}

/** Takes what a call returned that was to send `length` bytes. Fewer mean that the socket is full. */
function afterCall(message: Message, length: number, sent: number): number {
	if (sent === -1) {
		message.isCut = true;
		message.failure = libc.errno();
		return message.failure;
	}

	message.parts.advance(sent);
	message.isCut = sent < length;
	message.failure = 0;
	return message.isCut ? EAGAIN : 0;
}

function cork(fd: number, message: Message, counts: SendCounts, isCorked: boolean): void {
	counts.setsockopt++;
	setOption(fd, TCP_CORK, isCorked ? 1 : 0);
	message.isCorked = isCorked;
}
