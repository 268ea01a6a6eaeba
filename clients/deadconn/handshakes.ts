// TLS handshakes that are under way. A session ends with its handshake: a dead connection says nothing more.
import {LATER, type OpenTls, TlsError, type TlsSession} from '../../linux/tls.js';
import {UnexpectedAnswer} from './idle.js';

/** By descriptor. */
export class Handshakes {
	readonly #open: OpenTls;
	readonly #sessions = new Map<number, TlsSession>();

	constructor(open: OpenTls) {
		this.#open = open;
	}

	/**
	 * Goes on with that of `fd`, or begins it, until it waits for the server: DONE, GONE or LATER; or what is wrong,
	 * where the server breaks it off or speaks no TLS.
	 */
	step(fd: number): number | UnexpectedAnswer {
		const session = this.#sessions.get(fd) ?? this.#open(fd);
		this.#sessions.set(fd, session);
		let result;
		try {
			result = session.handshake();
		} catch (error) {
			this.end(fd);
			if (error instanceof TlsError) {
				return new UnexpectedAnswer(error.message);
			}

			throw error;
		}

		if (result !== LATER) {
			this.end(fd);
		}

		return result;
	}

	/** Nothing goes on with it. */
	end(fd: number): void {
		this.#sessions.get(fd)?.[Symbol.dispose]();
		this.#sessions.delete(fd);
	}
}
