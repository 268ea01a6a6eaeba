// What a session asks for, by completion: each is a request of the ring's, and what it came to is told
// when the session asks again.
import {ECONNREFUSED} from '../../linux/errno.js';
import type {Ring} from '../../linux/io-uring/ring.js';
import type {Memory} from '../../linux/memory.js';
import {openBlockingSocket} from '../../linux/socket.js';
import * as operations from '../uring/operations.js';
import {Calls} from './calls.js';
import {Flight} from './flight.js';
import type {FlowPool} from './flow.js';
import {FAILED, NOT_YET, type RelayIo} from './io.js';
import type {Side} from './side.js';

/** The requests of all sides; by descriptor, which stays open as long as the kernel has any of it. */
export class RingCalls extends Calls implements RelayIo {
	errno = 0;
	readonly #ring: Ring;
	readonly #origin: Memory;
	readonly #pool: FlowPool;
	readonly #flights: Flight[] = [];

	/** @param origin where to connect to, as encodeAddress makes it */
	constructor(ring: Ring, origin: Memory, pool: FlowPool) {
		super();
		this.#pool = pool;
		this.#ring = ring;
		this.#origin = origin;
	}

	/** System calls so far that were made beside the ring, by name. */
	counts(): Record<string, number> {
		return {...this.made};
	}

	/** A new side: nothing of it is in the kernel. */
	begin({fd}: Side): void {
		this.#flights[fd] = new Flight(this.#pool);
	}

	flightOf({fd}: Side): Flight {
		return this.#flights[fd] as Flight;
	}

	receive(side: Side, room: number): number {
		const flight = this.flightOf(side);
		const {input} = side;
		const count = flight.take(input.open().address + input.end, room);
		if (count > 0) {
			return count;
		}

		if (flight.errno !== 0) {
			this.errno = flight.errno;
			flight.errno = 0;
			return FAILED;
		}

		return flight.hasEnded ? 0 : NOT_YET;
	}

	send(side: Side): number {
		const flight = this.flightOf(side);
		const {sent} = flight;
		if (flight.isSending || flight.isConnecting) {
			return NOT_YET;
		}

		if (flight.connected !== undefined && flight.connected < 0) {
			this.errno = ECONNREFUSED;
			return FAILED;
		}

		if (sent === undefined) {
			const {output} = side;
			flight.isSending = true;
			operations.submitSend(
				...([this.#ring, side, output.open(), output.start, output.start + output.length] as const),
			);
			return NOT_YET;
		}

		flight.sent = undefined;
		if (sent < 0) {
			this.errno = -sent;
			return FAILED;
		}

		return sent;
	}

	open(): number {
		this.made.socket++;
		return openBlockingSocket(this.#origin);
	}

	connect(side: Side): number {
		const flight = this.flightOf(side);
		if (flight.connected === undefined) {
			if (!flight.isConnecting) {
				flight.isConnecting = true;
				operations.submitConnect(this.#ring, side, this.#origin);
			}

			return NOT_YET;
		}

		this.errno = ECONNREFUSED;
		return flight.connected < 0 ? FAILED : 0;
	}
}
