// Request after request on one connection, each over a connection to the origin that is kept for the next.
//
// A request is one whose body has a Content-Length, or none; so is its reply. What cannot be told apart
// so ends the connection: the relay would not know whose the next byte is.
import {BAD_GATEWAY, BAD_REQUEST, HttpClient, type HttpHost, TOO_LONG} from './http-client.js';
import {HttpMessage} from './http-message.js';
import type {Mode} from './mode.js';
import type {Session} from './session.js';
import type {Side} from './side.js';

/** The mode of one session. */
export class KeepaliveMode implements Mode {
	readonly readsOnce = true;
	readonly #session: Session;
	readonly #host: HttpHost;
	readonly #client: HttpClient;
	readonly #request = new HttpMessage({withoutLength: 0, isOnly: false});
	readonly #reply = new HttpMessage({withoutLength: undefined, isOnly: false});

	constructor(session: Session, host: HttpHost) {
		this.#session = session;
		this.#host = host;
		this.#client = new HttpClient(session, host, side => {
			this.sent(side);
		});
	}

	received(side: Side, count: number): void {
		if (side === this.#session.client) {
			this.#hearClient(side, count);
		} else {
			this.#takeReply(side, count);
		}
	}

	sent(side: Side): void {
		if (side !== this.#session.client) {
			return;
		}

		const {isComplete} = this.#reply;
		this.#host.counters.requests += isComplete ? 1 : 0;
		if (this.#client.isOver) {
			this.#client.end(false);
		} else if (isComplete) {
			this.#beginNext(side);
		}
	}

	wantsMore(side: Side): boolean {
		return !side.hasEnded && side.isConnected;
	}

	/**
	 * A kept connection may end just as a request goes out on it, which the origin then has never read: such
	 * a request is made again, on a new connection, where that does no harm (RFC 9110, section 9.2.2).
	 */
	originFailed(): void {
		const session = this.#session;
		if (this.#reply.hasHead) {
			session.fail();
			return;
		}

		if (session.origin) {
			session.close(session.origin);
		}

		if (session.client.input.rewind()) {
			session.connect(true);
		} else {
			this.#client.answer(BAD_GATEWAY);
		}
	}

	#hearClient(client: Side, count: number): void {
		if (this.#client.isOver) {
			this.#client.discard();
		} else if (this.#request.isComplete) {
			// It is served when the reply to the one before has gone.
			client.input.kept += count;
		} else {
			this.#takeRequest(client, count);
		}
	}

	/** The last `count` bytes from the client are of the present request, or behind it. */
	#takeRequest(client: Side, count: number): void {
		const request = this.#request;
		if (count > 0) {
			request.take(client.input, count);
		}

		if (request.hasHead && request.isEndless) {
			this.#client.answer(BAD_REQUEST);
		} else if (request.isTooLong) {
			this.#client.answer(TOO_LONG);
		} else if (client.hasEnded && !request.isComplete) {
			this.#session.stop();
		} else if (request.hasHead) {
			this.#toOrigin();
		}
	}

	#toOrigin(): void {
		const session = this.#session;
		if (session.origin?.isClosed ?? true) {
			session.connect();
			const {isComplete, isIdempotent} = this.#request;
			if (session.origin?.isConnected === true && isComplete && isIdempotent) {
				session.client.input.hold();
			}
		}

		if (session.origin) {
			this.#client.pass(session.origin);
		}
	}

	#takeReply(origin: Side, count: number): void {
		const reply = this.#reply;
		if (count > 0) {
			this.#session.client.input.letGo();
			reply.take(origin.input, count, this.#request.asksForHead);
		}

		if (reply.isTooLong || (reply.hasHead && reply.isEndless)) {
			this.#client.answer(BAD_GATEWAY);
		} else if (origin.hasEnded && !reply.isComplete) {
			this.originFailed();
		} else if (reply.hasHead) {
			if (reply.isComplete) {
				this.#leaveOrigin(origin);
			}

			this.#client.pass(this.#session.client);
		}
	}

	/** The reply has come: the connection serves again, unless it is at its end, or is not where it should be. */
	#leaveOrigin(origin: Side): void {
		const {input, output, hasEnded} = origin;
		const isWhole = this.#request.isComplete && output.isEmpty && input.kept === 0;
		input.cut(input.end - input.kept);
		input.kept = 0;
		const closes = this.#request.closes || this.#reply.closes;
		this.#client.isOver ||= !isWhole || closes;
		if (isWhole && !closes && !hasEnded) {
			this.#session.release();
		} else {
			this.#session.close(origin);
		}
	}

	/** All of a reply has gone. */
	#beginNext(client: Side): void {
		this.#request.begin();
		this.#reply.begin();
		const {input} = client;
		const waiting = input.kept;
		if (waiting > 0) {
			input.release();
			this.#takeRequest(client, waiting);
		} else if (client.hasEnded) {
			this.#session.close(client);
		}

		if (!client.isClosed && !client.hasEnded && !client.reading && input.room > 0) {
			client.read();
			this.#host.touch(client);
		}
	}
}
