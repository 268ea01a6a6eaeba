// Receives what has come for connections inside TLS.
import type {Address} from '../linux/libc.js';
import {RECORD_BYTES} from '../linux/tls.js';
import type {Connection} from './connection.js';
import {Receiver, type ReceiverParts} from './receiver.js';
import type {TlsSessions} from './tls-sessions.js';

/** Takes whole records: GnuTLS then keeps nothing that no poller would tell of. Its calls are its own, and not counted. */
export class TlsReceiver extends Receiver {
	readonly #sessions: TlsSessions;

	constructor(parts: ReceiverParts, sessions: TlsSessions) {
		super({...parts, size: Math.max(parts.size, RECORD_BYTES)});
		this.#sessions = sessions;
	}

	override syscalls(): Record<string, number> {
		return {};
	}

	override failures() {
		return {};
	}

	protected override take({fd}: Connection, address: Address, length: number): number {
		return this.#sessions.receive(fd, address, length);
	}

	/** Another record may be behind. */
	protected override isDrainedBy(): boolean {
		return false;
	}
}
