// The relay of completion: multishot accept and receive into provided buffers, connects and sends by the ring.
//
// Sessions are those of readiness, and ask again for what has completed (io.ts). A receive is armed once
// a side; what comes is copied to its session's flow, so that a side that is slow keeps no buffer of all.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import {ECANCELED, ENOBUFS} from '../../linux/errno.js';
import {mayPass} from '../../linux/errno-class.js';
import {BufferRing} from '../../linux/io-uring/buffer-ring.js';
import type {RingRegime} from '../../linux/io-uring/regime.js';
import type {Ring} from '../../linux/io-uring/ring.js';
import {Lingering} from '../lingering.js';
import {Shortages} from '../shortages.js';
import {type Carrier, Completions} from '../uring/completions.js';
import * as operations from '../uring/operations.js';
import {UringSide} from '../uring/side.js';
import {Clients, type RelayOptions} from './clients.js';
import {Doomed} from './doomed.js';
import type {Flight} from './flight.js';
import {CAPACITY, type Flow, FlowPool} from './flow.js';
import type {Forwarder} from './forwarder.js';
import {RingCalls} from './ring-calls.js';
import type {RingWait} from './ring-wait.js';
import type {SessionCounters, SessionHost} from './session.js';
import type {Side, SideUser} from './side.js';
import {Sides} from './sides.js';
import {Touched} from './touched.js';
import {Upstreams} from './upstreams.js';

const BUFFER_GROUP = 0;
/** As many as active connections of a study, and a page each. */
const BUFFERS = 1024;
const BUFFER_BYTES = 4096;
/** Bytes that may be kept of a side before it is received from no more. */
const MOST_KEPT = CAPACITY;

/** Relays over a ring, which it owns. */
export class CompletionRelay implements SessionHost, Forwarder, Carrier {
	readonly clients: Clients;
	readonly counters: SessionCounters;
	readonly calls: RingCalls;
	readonly pool = new FlowPool();
	readonly shortages: Shortages;
	readonly speculates = false;
	readonly isEdge = false;
	readonly #wait: RingWait;
	readonly #ring: Ring;
	readonly #buffers: BufferRing;
	readonly #options: RelayOptions;
	readonly #sides = new Sides();
	readonly upstreams: Upstreams;
	readonly #beside: UringSide;
	readonly lingering = new Lingering<Side>();
	readonly #touched = new Touched();
	readonly #doomed: Doomed;
	readonly #completions: Completions;
	#rearms = 0;
	#idle = 0;
	#shared = 0;

	constructor(wait: RingWait, options: RelayOptions) {
		this.#wait = wait;
		this.#ring = wait.ring;
		this.#options = options;
		this.clients = new Clients(options);
		this.counters = this.clients.counters;
		this.calls = new RingCalls(wait.ring, options.origin, this.pool);
		this.#doomed = new Doomed(this.calls, this.#sides);
		this.shortages = new Shortages(options.warn);
		this.upstreams = new Upstreams(this);
		this.#beside = new UringSide(wait.ring, {
			admit: fd => {
				this.clients.admit(fd, this);
			},
			warn: options.warn,
		});
		this.#buffers = new BufferRing(wait.ring, BUFFER_GROUP, BUFFERS, BUFFER_BYTES);
		this.#completions = new Completions(wait.ring, this.#buffers, this.#beside, this);
	}

	get stale(): number {
		return this.#sides.stale;
	}

	get counts(): {waits: number; idle: number; shared: number; controls: number} {
		return {waits: this.#wait.waits, idle: this.#idle, shared: this.#shared, controls: 0};
	}

	syscalls(): Record<string, number> {
		return {...this.#wait.syscalls(), ...this.#beside.syscalls(), ...this.calls.counts()};
	}

	errors(): CallErrorCounts {
		return {...this.#wait.errors(), ...this.#beside.errors()};
	}

	regime(): RingRegime {
		return this.#completions.regime(this.#rearms);
	}

	listen(fd: number): void {
		this.#beside.listen({fd, token: this.#sides.newToken(fd)}, 'own');
	}

	watch(fd: number, ready: () => void): () => void {
		return this.#beside.watch({fd, token: this.#sides.newToken(fd)}, ready);
	}

	turn(timeoutMs: number): number {
		this.#touched.settle(this.#settle);
		const most = this.lingering.limitWait(this.#beside.limitWait(timeoutMs));
		const found = this.#wait.wait(most);
		if (found > 0) {
			this.#shared += found - 1;
			this.#completions.dispatch(found);
		} else if (found === 0) {
			this.#idle++;
		}

		this.lingering.expire(this.#endLingering);
		const freed = this.#doomed.count > 0 && this.#doomed.free();
		this.#beside.endTurn(freed);
		this.shortages.endTurn(this.#completions.count);
		return found;
	}

	[Symbol.dispose](): void {
		this.#beside.cancel();
		this.#sides.stopAll();
		this.#completions.drain(this.#doomed, () => {
			this.#doomed.free();
		});
		this.#wait[Symbol.dispose]();
	}

	enter(fd: number, session: SideUser, flows: {input: Flow; output: Flow}): Side {
		const side = this.#sides.add(fd, session, flows);
		this.calls.begin(side);
		return side;
	}

	/** What is submitted goes with the next wait. */
	pass(side: Side): void {
		side.session.send(side);
	}

	touch(side: Side): void {
		this.#touched.add(side);
	}

	warn(message: string): void {
		this.#options.warn(message);
	}

	/** The kernel may still use its descriptor, and what is being sent: it is closed when all has completed. */
	leave(side: Side, isReset: boolean): void {
		const flight = this.calls.flightOf(side);
		this.lingering.remove(side);
		flight.isReset = isReset;
		flight.drop();
		if (flight.isSending) {
			flight.orphan = side.output.abandon();
		}

		this.#doomed.add(side);
		if (flight.isBusy) {
			operations.cancelAll(this.#ring, side.fd, side.token);
		}
	}

	received(token: number, result: number, start: number, isArmed: boolean): void {
		const side = this.#sides.find(token);
		if (!side) {
			return;
		}

		const flight = this.calls.flightOf(side);
		if (!isArmed) {
			flight.isReceiving = false;
			flight.isCancelling = false;
		}

		if (!side.isClosed) {
			this.#hear(side, flight, result, start);
		}
	}

	/** A receive ends for want of buffers, with an overflow of completions, or for good. */
	#hear(side: Side, flight: Flight, result: number, start: number): void {
		if (result > 0) {
			const isFirst = flight.kept === 0 && side.reading;
			flight.lend(this.#buffers.memory.address + start, result);
			if (isFirst) {
				side.session.receive(side);
			}

			flight.keep();
			this.#limit(side, flight);
		} else if (result === 0) {
			flight.hasEnded = true;
		} else if (result !== -ENOBUFS && result !== -ECANCELED) {
			this.#receiveFailed(flight, -result);
		}

		this.touch(side);
	}

	#receiveFailed(flight: Flight, errno: number): void {
		if (mayPass(errno)) {
			this.shortages.met('recv by io_uring', errno);
		} else {
			flight.errno = errno;
		}
	}

	/** A peer that goes on while the other side is slow must not fill our memory. */
	#limit(side: Side, flight: Flight): void {
		if (flight.kept >= MOST_KEPT && flight.isReceiving && !flight.isCancelling) {
			flight.isCancelling = true;
			operations.cancelReceive(this.#ring, side);
		}
	}

	sent(token: number, result: number): void {
		const side = this.#sides.find(token);
		if (!side) {
			return;
		}

		const flight = this.calls.flightOf(side);
		flight.isSending = false;
		if (flight.orphan) {
			this.pool.give(flight.orphan);
			flight.orphan = undefined;
		}

		if (side.isClosed) {
			return;
		}

		flight.sent = result;
		side.session.send(side);
	}

	connected(token: number, result: number): void {
		const side = this.#sides.find(token);
		if (side) {
			const flight = this.calls.flightOf(side);
			flight.isConnecting = false;
			flight.connected = result;
			if (!side.isClosed) {
				side.session.send(side);
			}
		}
	}

	/** Has the kernel do what is wanted of a side, and its session hear of what has come. */
	readonly #settle = (side: Side): void => {
		const flight = this.calls.flightOf(side);
		side.readWatched = side.reading;
		side.writeWatched = side.writing;
		if (side.reading && flight.hasInput) {
			side.session.receive(side);
		} else if (side.reading && side.isConnected && !flight.isReceiving) {
			this.#rearms += flight.hasReceived ? 1 : 0;
			flight.hasReceived = true;
			flight.isReceiving = true;
			operations.armReceive(this.#ring, side, BUFFER_GROUP);
		}

		const isFree = !flight.isSending && !flight.isConnecting;
		if (side.writing && isFree && !side.isClosed) {
			side.session.send(side);
		}
	};

	readonly #endLingering = (side: Side): void => {
		side.session.stop(side);
	};
}
