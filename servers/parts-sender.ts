// Sends replies that have parts, as a header and a body: by one of the policies that blocks has too.
import {type CallErrorCounts, CallErrors} from '../linux/call-errors.js';
import type {Memory} from '../linux/memory.js';
import {SystemError} from '../linux/system-error.js';
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
	readonly #optionErrors = new CallErrors();
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
		return {[this.#call]: this.errors.byName(), setsockopt: this.#optionErrors.byName()};
	}

	protected override sendTo(connection: Connection): number {
		const {fd, message, sending} = connection;
		if (!message || !sending) {
			return 0;
		}

		const errno = this.#trySend(fd, message);
		this.sends = this.#counts.sendto + this.#counts.writev;
		if (!message.isPending) {
			connection.sending = undefined;
		}

		return errno;
	}

	/** Returns the errno of the call that failed, or 0: that a socket took too little is no failure. */
	#trySend(fd: number, message: Message): number {
		try {
			this.#send(fd, message, this.#counts);
		} catch (error) {
			if (!(error instanceof SystemError)) {
				throw error;
			}

			// TCP_CORK could not be set: an error of one connection, as any other.
			this.#optionErrors.count(error.errno);
			return error.errno;
		}

		if (message.failure !== 0) {
			this.errors.count(message.failure);
		}

		return message.failure;
	}
}
