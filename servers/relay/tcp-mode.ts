// Bytes go both ways as they come; the end of each direction is passed on by itself.
import type {Mode} from './mode.js';
import type {Session} from './session.js';
import type {Side} from './side.js';

/** The mode of one session. */
export class TcpMode implements Mode {
	readonly readsOnce = false;
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	received(side: Side): void {
		const other = this.#session.otherOf(side);
		if (!other) {
			this.#session.connect();
		} else if (!other.isConnected) {
			// It goes once the connection is there.
		} else if (!side.input.isEmpty) {
			// At once; where the other side had no room before, its watch tells when it has.
			if (!other.writing) {
				this.#session.pass(other);
			}
		} else if (side.hasEnded) {
			this.#passEnd(side, other);
		}
	}

	sent(side: Side): void {
		const source = this.#session.otherOf(side);
		if (source?.hasEnded === true) {
			this.#passEnd(source, side);
		}
	}

	wantsMore(side: Side): boolean {
		return side.isConnected && !side.hasEnded;
	}

	/** The client is to learn of it as it would from the origin. */
	originFailed(): void {
		this.#session.fail();
	}

	#passEnd(from: Side, to: Side): void {
		if (from.isShut) {
			this.#session.close(from);
		}

		this.#session.shut(to);
		if (to.hasEnded) {
			this.#session.close(to);
		}
	}
}
