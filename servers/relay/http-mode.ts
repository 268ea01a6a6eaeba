// One request, one reply: each is looked at before it goes on, and then both connections are closed.
import {HttpMessage} from './http-message.js';
import type {Mode} from './mode.js';
import type {Session, SessionHost} from './session.js';
import type {Side} from './side.js';

const HEAD = 'Content-Length: 0\r\nConnection: close\r\n\r\n';
const TOO_LONG = `HTTP/1.1 431 Request Header Fields Too Large\r\n${HEAD}`;
const BAD_GATEWAY = `HTTP/1.1 502 Bad Gateway\r\n${HEAD}`;

type HttpHost = Pick<SessionHost, 'speculates' | 'touch' | 'linger'>;

/** The mode of one session. */
export class HttpMode implements Mode {
	readonly readsOnce = true;
	readonly #session: Session;
	readonly #host: HttpHost;
	readonly #request = new HttpMessage(0);
	readonly #reply = new HttpMessage(Infinity);
	/** There is nothing more to come for the client. */
	#isOver = false;

	constructor(session: Session, host: HttpHost) {
		this.#session = session;
		this.#host = host;
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
			if (this.#isOver) {
				this.#end(client);
			}
		} else if (client.hasEnded && !this.#request.isComplete) {
			this.#session.shut(side);
		}
	}

	wantsMore(side: Side): boolean {
		const isWhole =
			side === this.#session.client ? this.#request.isComplete : this.#isOver || !side.isConnected;
		return !isWhole && !side.hasEnded;
	}

	originFailed(): void {
		this.#answer(BAD_GATEWAY);
	}

	#takeRequest(client: Side, count: number): void {
		const request = this.#request;
		if (this.#isOver) {
			client.input.clear();
			if (client.hasEnded && client.isShut) {
				this.#session.close(client);
			}

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
				this.#pass(origin);
			} else {
				this.#session.connect();
			}
		} else if (request.isTooLong) {
			this.#answer(TOO_LONG);
		} else if (client.hasEnded) {
			this.#session.close(client);
		}
	}

	#takeReply(origin: Side, count: number): void {
		const reply = this.#reply;
		if (count > 0) {
			reply.take(origin.input, count);
		}

		const hasEnded = reply.isComplete || origin.hasEnded;
		if (reply.isTooLong || (hasEnded && !reply.hasHead)) {
			this.#answer(BAD_GATEWAY);
			return;
		}

		if (hasEnded) {
			this.#isOver = true;
			this.#session.close(origin);
		}

		if (reply.hasHead) {
			this.#pass(this.#session.client);
		}
	}

	/** Closes the client's side; one that still sends would take that for a reset, and could lose the reply. */
	#end(client: Side): void {
		this.#session.shut(client);
		if (this.#request.isComplete || client.hasEnded) {
			this.#session.close(client);
		} else {
			client.read();
			this.#host.touch(client);
			this.#host.linger(client);
		}
	}

	/** Has `side` sent what there is for it: in the next turn, or at once. */
	#pass(side: Side): void {
		if (!side.isConnected || side.writing) {
			return;
		}

		if (side.output.isEmpty) {
			this.sent(side);
		} else if (this.#host.speculates) {
			side.write();
			this.#host.touch(side);
		} else {
			this.#session.send(side);
		}
	}

	/** An answer of our own. */
	#answer(text: string): void {
		const {client, origin} = this.#session;
		this.#isOver = true;
		client.stopReading();
		if (origin) {
			this.#session.close(origin);
		}

		client.input.clear();
		client.output.clear();
		client.output.insert(client.output.end, text);
		this.#pass(client);
	}
}
