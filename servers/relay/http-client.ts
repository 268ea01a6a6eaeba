// What every mode of HTTP does for its client: has it sent what there is, answers by itself, and ends.
import type {Session, SessionHost} from './session.js';
import type {Side} from './side.js';

const HEAD = 'Content-Length: 0\r\nConnection: close\r\n\r\n';
export const BAD_REQUEST = `HTTP/1.1 400 Bad Request\r\n${HEAD}`;
export const TOO_LONG = `HTTP/1.1 431 Request Header Fields Too Large\r\n${HEAD}`;
export const BAD_GATEWAY = `HTTP/1.1 502 Bad Gateway\r\n${HEAD}`;

export type HttpHost = Pick<SessionHost, 'speculates' | 'touch' | 'lingering' | 'counters'>;

/** The client of one session. */
export class HttpClient {
	/** There is nothing more to come for it. */
	isOver = false;
	readonly #session: Session;
	readonly #host: HttpHost;
	/** Called where there is nothing to be sent to a side that was to be sent to. */
	readonly #sent: (side: Side) => void;

	constructor(session: Session, host: HttpHost, sent: (side: Side) => void) {
		this.#session = session;
		this.#host = host;
		this.#sent = sent;
	}

	/** Has `side`, the client or the origin, sent what there is for it: in the next turn, or at once. */
	pass(side: Side): void {
		if (!side.isConnected || side.writing) {
			return;
		}

		if (side.output.isEmpty) {
			this.#sent(side);
		} else if (this.#host.speculates) {
			side.write();
			this.#host.touch(side);
		} else {
			this.#session.pass(side);
		}
	}

	/** An answer of our own, of which nothing has gone yet. */
	answer(text: string): void {
		const {client, origin} = this.#session;
		this.isOver = true;
		client.stopReading();
		if (origin) {
			this.#session.close(origin);
		}

		client.input.clear();
		client.output.clear();
		client.output.insert(client.output.end, text);
		this.pass(client);
	}

	/** What a client still says once all is over for it. */
	discard(): void {
		const {client} = this.#session;
		client.input.clear();
		if (client.hasEnded && client.isShut) {
			this.#session.close(client);
		}
	}

	/**
	 * Closes it, once all is sent: one that still sends (`isDone` is false) would take that for a reset, and
	 * could lose the reply.
	 */
	end(isDone: boolean): void {
		const {client} = this.#session;
		this.#session.shut(client);
		if (isDone || client.hasEnded) {
			this.#session.close(client);
		} else {
			client.read();
			this.#host.touch(client);
			this.#host.lingering.add(client);
		}
	}
}
