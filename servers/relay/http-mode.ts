// One request, one reply: each is looked at before it goes on, and then both connections are closed.
import {BAD_GATEWAY, HttpClient, type HttpHost, TOO_LONG} from './http-client.js';
import {HttpMessage} from './http-message.js';
import type {Mode} from './mode.js';
import type {Session} from './session.js';
import type {Side} from './side.js';

/** The mode of one session. */
export class HttpMode implements Mode {
	readonly readsOnce = true;
	readonly #session: Session;
	readonly #client: HttpClient;
	readonly #request = new HttpMessage({withoutLength: 0, isOnly: true});
	readonly #reply = new HttpMessage({withoutLength: Infinity, isOnly: true});

	constructor(session: Session, host: HttpHost) {
		this.#session = session;
		this.#client = new HttpClient(session, host, side => {
			this.sent(side);
		});
	}

	received(side: Side, count: number): void {
		if (side === this.#session.client) {
			this.#takeRequest(side, count);
		} else {
			this.#takeReply(side, count);
		}
	}

	sent(side: Side): void {
		const {client} = this.#session;
		if (side === client) {
			if (this.#client.isOver) {
				this.#client.end(this.#request.isComplete);
			}
		} else if (client.hasEnded && !this.#request.isComplete) {
			this.#session.shut(side);
		}
	}

	wantsMore(side: Side): boolean {
		const isWhole =
			side === this.#session.client
				? this.#request.isComplete
				: this.#client.isOver || !side.isConnected;
		return !isWhole && !side.hasEnded;
	}

	/** What a client has a part of cannot become an answer of our own. */
	originFailed(): void {
		if (this.#reply.hasHead) {
			this.#session.fail();
		} else {
			this.#client.answer(BAD_GATEWAY);
		}
	}

	#takeRequest(client: Side, count: number): void {
		const request = this.#request;
		if (this.#client.isOver) {
			this.#client.discard();
			return;
		}

		if (count > 0) {
			request.take(client.input, count);
		}

		if (request.isComplete) {
			client.stopReading();
		}

		const {origin} = this.#session;
		if (request.hasHead) {
			if (origin) {
				this.#client.pass(origin);
			} else {
				this.#session.connect();
			}
		} else if (request.isTooLong) {
			this.#client.answer(TOO_LONG);
		} else if (client.hasEnded) {
			this.#session.close(client);
		}
	}

	#takeReply(origin: Side, count: number): void {
		const reply = this.#reply;
		if (count > 0) {
			reply.take(origin.input, count, this.#request.asksForHead);
		}

		const hasEnded = reply.isComplete || origin.hasEnded;
		if (reply.isTooLong || (hasEnded && !reply.hasHead)) {
			this.#client.answer(BAD_GATEWAY);
			return;
		}

		if (hasEnded) {
			this.#client.isOver = true;
			this.#session.close(origin);
		}

		if (reply.hasHead) {
			this.#client.pass(this.#session.client);
		}
	}
}
