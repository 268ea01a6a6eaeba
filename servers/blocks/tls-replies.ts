// How the parts of a reply are handed to GnuTLS, which makes records of them and sends those.
//
// Each send is a record of its own, or several where it is longer than one (RFC 8446, section 5.1).
import {DONE, RECORD_BYTES, type TlsSession} from '../../linux/tls.js';
import type {Message} from '../message.js';
import type {ReplyPolicy} from '../reply-policies.js';

/** From here on a copy costs more than a record saves (nbdkit's ce875990: 5.4 % at 2 MiB). */
const MOST_GROUPED = 4 * RECORD_BYTES;

/** Sends what is left of a message: DONE, GONE, or LATER, as TlsSession has them. @throws TlsError */
export type SendByTls = (session: TlsSession, message: Message) => number;

/**
 * The policies that can be had. `cork` keeps a copy of every reply until it is whole, as nbdkit's first version;
 * `more` what has a successor, as its second does since ce875990: what is longer than 64 KiB is sent as it is.
 */
export const sendByTls: Readonly<Record<Exclude<ReplyPolicy, 'writev'>, SendByTls>> = {
	split: sendParts,
	cork: (session, message) => sendGrouped(session, message, always),
	more: (session, message) =>
		sendGrouped(session, message, message.parts.bytes > MOST_GROUPED ? headOnly : all),
	copy(session, message) {
		message.join();
		return sendParts(session, message);
	},
};

/** How many parts there must be for a group, and how many are left out of it. */
type Group = {readonly least: number; readonly apart: number};
const always: Group = {least: 1, apart: 0};
const all: Group = {least: 2, apart: 0};
const headOnly: Group = {least: 2, apart: 1};

function sendGrouped(session: TlsSession, message: Message, {least, apart}: Group): number {
	const {parts} = message;
	if (!message.isCorked && parts.count >= least) {
		session.cork();
		message.isCorked = true;
		while (parts.count > apart) {
			parts.advance(session.send(parts.partAddress, parts.partLength));
		}
	}

	if (message.isCorked) {
		const result = session.uncork();
		if (result !== DONE) {
			return result;
		}

		message.isCorked = false;
	}

	return sendParts(session, message);
}

function sendParts(session: TlsSession, {parts}: Message): number {
	while (parts.count > 0) {
		const sent = session.send(parts.partAddress, parts.partLength);
		if (sent <= 0) {
			return sent;
		}

		parts.advance(sent);
	}

	return DONE;
}
