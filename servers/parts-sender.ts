// Sends replies that have parts, as a header and a body: by one of the policies that blocks has too.
import type {CallErrorCounts} from '../linux/call-errors.js';
import type {Memory} from '../linux/memory.js';
import type {Connection} from './connection.js';
import {Message} from './message.js';
import {type ReplyPolicy, SendCounts, type SendMessage, sendBy} from './reply-policies.js';
import {Sender} from './sender.js';

/** Of a reply; a message has more where requests are pipelined. */
const PARTS = 2;

/**
 * A sender whose connections have messages: what is added in one turn is one message. Nothing is added
 * while some of it is left, since nothing is received meanwhile.
 */
export class PartsSender extends Sender {
	readonly #counts = new SendCounts();
	readonly #send: SendMessage;
	/** What fails where a send fails. */
	readonly #call: string;

	constructor(policy: ReplyPolicy) {
		super();
		this.#send = sendBy[policy];
		this.#call = policy === 'writev' ? 'writev' : 'sendto';
	}

	/** The message is made with the first reply: a dead connection has none. */
	override add(connection: Connection, memory: Memory, start: number, end: number): void {
		connection.message ??= new Message(PARTS);
		connection.message.parts.push(memory.address + start, end - start);
		if (!connection.sending) {
			connection.sending = memory;
			this.queue(connection);
		}
	}

	override syscalls(): Record<string, number> {
		const {sendto, writev, setsockopt} = this.#counts;
		return {sendto, writev, setsockopt};
	}

	override failures(): CallErrorCounts {
		return {[this.#call]: this.errors.byName()};
	}

	protected override sendTo(connection: Connection): number {
		const {fd, message, sending} = connection;
		if (!message || !sending) {
			return 0;
		}

		const errno = this.#send(fd, message, this.#counts);
		this.sends = this.#counts.sendto + this.#counts.writev;
		if (errno !== 0) {
			this.errors.count(errno);
		}

		if (!message.isPending) {
			connection.sending = undefined;
		}

		return errno;
	}
}
