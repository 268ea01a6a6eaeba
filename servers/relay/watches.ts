// What of a relay's sockets is watched, and what is tried without: the policy under test.
import {LimitError, type Poller, PEER_CLOSED, READABLE, WRITABLE} from '../../linux/poller.js';
import {SystemError} from '../../linux/system-error.js';
import {Batch} from '../batch.js';
import {EDGE_WANT} from '../edge.js';
import type {Policy} from './policy.js';
import type {Side} from './side.js';
import {Touched} from './touched.js';

/** The sides whose wishes have changed, and those that are to be tried. */
export class Watches {
	readonly #poller: Poller;
	readonly #policy: Policy;
	readonly #warn: (message: string) => void;
	/** It may try what is not watched. */
	readonly #triesFirst: boolean;
	readonly #touched = new Touched();
	#toTry = new Batch<Side>();
	#spare = new Batch<Side>();

	constructor(poller: Poller, policy: Policy, warn: (message: string) => void) {
		this.#poller = poller;
		this.#policy = policy;
		this.#warn = warn;
		this.#triesFirst = policy.speculates || policy.isEdge;
	}

	/** What is wanted of a side may have changed: mostly it has not, and it is watched as it should be. */
	touch(side: Side): void {
		if (this.#triesFirst || wantOf(side.reading, side.writing) !== side.armed) {
			this.#touched.add(side);
		}
	}

	/** Brings the watches up to date, before a wait. Returns whether something is to be tried after it. */
	update(): boolean {
		this.#touched.settle(this.#settle);
		return this.#toTry.count > 0;
	}

	/** Tries what is not watched, after a wait. */
	tryAll(): void {
		const now = this.#toTry;
		this.#toTry = this.#spare;
		for (let index = 0; index < now.count; index++) {
			const side = now.items[index] as Side;
			side.isToTry = false;
			if (side.reading && !side.readWatched && !side.isClosed) {
				side.session.receive(side);
			}

			if (side.writing && !side.writeWatched && !side.isClosed) {
				side.session.send(side);
			}
		}

		now.clear();
		this.#spare = now;
	}

	/** Ends the watch of a side that is about to be closed. */
	forget(side: Side): void {
		if (side.armed !== 0 && this.#poller.forgetsClosed !== true) {
			this.#poller.remove(side.fd, side.token);
		}

		side.armed = 0;
	}

	/** Returns whether it is watched as it should be: otherwise its session has ended. */
	#arm(side: Side, want: number): boolean {
		const {fd, token, armed} = side;
		try {
			if (armed === 0) {
				this.#poller.add(fd, token, want);
			} else if (want === 0) {
				this.#poller.remove(fd, token);
			} else {
				this.#poller.modify(fd, token, armed, want);
			}

			side.armed = want;
			return true;
		} catch (error) {
			if (!(error instanceof LimitError || error instanceof SystemError)) {
				throw error;
			}

			this.#warn(`a connection was lost: ${error.message}`);
			side.session.fail(side);
			return false;
		}
	}

	/** An edge-triggered watch is begun once, and tells then of all that holds. */
	#armEdge(side: Side): boolean {
		if (side.armed !== 0) {
			return true;
		}

		side.readWatched = side.reading;
		side.writeWatched = side.writing;
		return this.#arm(side, EDGE_WANT);
	}

	/** Has a side watched as its wishes are. Returns whether it is: otherwise its session has ended. */
	#armLevel(side: Side): boolean {
		if (!this.#policy.speculates || (this.#policy.merges && side.armed !== 0)) {
			side.readWatched = side.reading;
			side.writeWatched = side.writing;
		}

		const want = wantOf(side.readWatched, side.writeWatched);
		return want === side.armed || this.#arm(side, want);
	}

	readonly #settle = (side: Side): void => {
		if (!(this.#policy.isEdge ? this.#armEdge(side) : this.#armLevel(side))) {
			return;
		}

		const isLeft = (side.reading && !side.readWatched) || (side.writing && !side.writeWatched);
		if (isLeft && !side.isToTry) {
			side.isToTry = true;
			this.#toTry.push(side);
		}
	};
}

function wantOf(reads: boolean, writes: boolean): number {
	return (reads ? READABLE | PEER_CLOSED : 0) | (writes ? WRITABLE : 0);
}
