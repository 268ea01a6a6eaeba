// What dphttpd does: answers every request with the same reply, and closes first only where it is told to.
import type {Memory} from '../../linux/memory.js';
import type {Backend, Protocol} from '../backend.js';
import type {Connection} from '../connection.js';
import type {ReplyKind} from '../reply-policies.js';
import {makeTooLongReply} from './reply.js';
import {type SendReplies, replyInParts, replyWhole} from './replying.js';
import {RequestCounter} from './request-counter.js';
import {TOO_LONG} from './request-parser.js';
import type {Slowdown} from './slowdown.js';

/** The protocol of dphttpd over the backend that it is attached to. */
export class DphttpdProtocol implements Protocol {
	/** Replies sent so far, those to requests that were too long included. */
	replies = 0;
	/** Connections that are open. */
	open = 0;
	readonly #requests = new RequestCounter();
	readonly #sendReplies: SendReplies;
	readonly #tooLong = makeTooLongReply();
	readonly #closeWithReply: boolean;
	readonly #slowdown: Slowdown | undefined;
	readonly #warn: (message: string) => void;
	#backend: Backend | undefined;

	constructor(options: {
		messageSize: number;
		warn: (message: string) => void;
		/** A connection is closed once its first reply is on its way. */
		closeWithReply?: boolean;
		/** As its backend's. Default: whole. */
		reply?: ReplyKind;
		/** Makes every reply dearer. */
		slowdown?: Slowdown | undefined;
	}) {
		const replying = (options.reply ?? 'whole') === 'whole' ? replyWhole : replyInParts;
		this.#sendReplies = replying(options.messageSize);
		this.#warn = options.warn;
		this.#closeWithReply = options.closeWithReply ?? false;
		this.#slowdown = options.slowdown;
	}

	/** Sends through `backend` from now on. */
	attach(backend: Backend): void {
		this.#backend = backend;
	}

	/** Beyond its number, a connection is nothing to dphttpd until a request of its has come whole. */
	opened(): void {
		this.open++;
	}

	received(connection: Connection, memory: Memory, start: number, end: number): void {
		const requests = this.#requests.count(connection, memory, start, end);
		if (requests > 0 && this.#closeWithReply) {
			this.#reply(connection, 1);
			this.#backend?.close(connection);
		} else if (requests > 0) {
			this.#reply(connection, requests);
		}

		if (connection.parser === TOO_LONG) {
			this.replies++;
			this.#backend?.send(connection, this.#tooLong.memory, 0, this.#tooLong.length);
			this.#backend?.close(connection);
		}
	}

	closed(): void {
		this.open--;
	}

	warned(message: string): void {
		this.#warn(message);
	}

	#reply(connection: Connection, requests: number): void {
		this.replies += requests;
		this.#slowdown?.before(requests);
		if (this.#backend) {
			this.#sendReplies(this.#backend, connection, requests);
		}
	}
}
