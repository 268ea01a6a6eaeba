// What a ring has completed, for whoever carries its connections: a backend, or a relay.
import {ENOBUFS} from '../../linux/errno.js';
import {
	IORING_CQE_BUFFER_SHIFT,
	IORING_CQE_F_BUFFER,
	IORING_CQE_F_MORE,
} from '../../linux/io-uring/abi.js';
import type {BufferRing} from '../../linux/io-uring/buffer-ring.js';
import type {RingRegime} from '../../linux/io-uring/regime.js';
import type {Ring} from '../../linux/io-uring/ring.js';
import * as operations from './operations.js';
import type {UringSide} from './side.js';

/** How long the end may take until everything in flight has completed. */
const DISPOSE_TURNS = 100;
const DISPOSE_WAIT_MS = 50;

/** Who carries connections. Each is told of an operation on one, by the connection's token. */
export type Carrier = {
	/**
	 * A receive has come to `result`; what has come begins at byte `start` of the buffers, and is a loan until
	 * this returns. `isArmed`: it goes on.
	 */
	received(token: number, result: number, start: number, isArmed: boolean): void;
	sent(token: number, result: number): void;
	/** None: it connects to nobody. */
	connected?(token: number, result: number): void;
};

/** All of a ring. */
export class Completions {
	/** So far. */
	count = 0;
	/** Receives that found no provided buffer. */
	#nobufs = 0;
	readonly #ring: Ring;
	readonly #buffers: BufferRing;
	readonly #side: UringSide;
	readonly #carrier: Carrier;

	constructor(ring: Ring, buffers: BufferRing, side: UringSide, carrier: Carrier) {
		this.#ring = ring;
		this.#buffers = buffers;
		this.#side = side;
		this.#carrier = carrier;
	}

	/** Hands on the first `found`, and gives the kernel its buffers back. */
	dispatch(found: number): void {
		const {completions} = this.#ring;
		for (let index = 0; index < found; index++) {
			const at = this.#ring.completionAt(index);
			const token = completions[at] as number;
			const result = completions[at + 2] as number;
			const flags = completions[at + 3] as number;
			switch (completions[at + 1]) {
				case operations.RECEIVE:
					this.#received(token, result, flags);
					break;
				case operations.SEND:
					this.#carrier.sent(token, result);
					break;
				case operations.CONNECT:
					this.#carrier.connected?.(token, result);
					break;
				case operations.ACCEPT:
					this.#side.accepted(result, (flags & IORING_CQE_F_MORE) !== 0);
					break;
				case operations.INPUT:
					this.#side.hasInput(token, result);
					break;
			}
		}

		this.count += found;
		this.#ring.advance(found);
		this.#buffers.publish();
	}

	/** Turns until accepting has ended and nothing of the `doomed` is in flight; `free` closes those of which nothing is. */
	drain(doomed: {readonly count: number}, free: () => void): void {
		const isBusy = () => doomed.count > 0 || this.#side.isArmed;
		for (let turn = 0; turn < DISPOSE_TURNS && isBusy(); turn++) {
			this.dispatch(Math.max(0, this.#ring.enter(1, DISPOSE_WAIT_MS)));
			free();
		}
	}

	/** How its ring ran so far; `rearms` are receives that ended by themselves and were submitted again. */
	regime(rearms: number): RingRegime {
		const {setup, overflows} = this.#ring;
		const {low, count} = this.#buffers;
		return {
			...{setup, overflows, rearms: rearms + this.#side.rearms, nobufs: this.#nobufs},
			buffers: {low, of: count},
		};
	}

	#received(token: number, result: number, flags: number): void {
		const id = flags >>> IORING_CQE_BUFFER_SHIFT;
		this.#nobufs += result === -ENOBUFS ? 1 : 0;
		this.#carrier.received(
			token,
			result,
			id * this.#buffers.stride,
			(flags & IORING_CQE_F_MORE) !== 0,
		);
		if ((flags & IORING_CQE_F_BUFFER) !== 0) {
			this.#buffers.giveBack(id);
		}
	}
}
