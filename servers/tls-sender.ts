// Sends by GnuTLS, a record at a time.
import type {Connection} from './connection.js';
import {Sender} from './sender.js';
import type {TlsSessions} from './tls-sessions.js';

/** The calls of GnuTLS are its own, and not counted. */
export class TlsSender extends Sender {
	readonly #sessions: TlsSessions;

	constructor(sessions: TlsSessions) {
		super();
		this.#sessions = sessions;
	}

	override syscalls(): Record<string, number> {
		return {};
	}

	override failures() {
		return {};
	}

	protected override sendTo(connection: Connection): number {
		while (connection.sending) {
			const {fd, sending, sendStart, sendEnd} = connection;
			this.sends++;
			const sent = this.#sessions.send(fd, sending.address + sendStart, sendEnd - sendStart);
			if (sent < 0) {
				return -sent;
			}

			connection.sent(sent);
		}

		return 0;
	}
}
