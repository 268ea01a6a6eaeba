// One relayed connection: a client, the origin, and the bytes between them.
import {mayPass} from '../../linux/errno-class.js';
import type {Lingering} from '../lingering.js';
import type {Shortages} from '../shortages.js';
import {Flow, type FlowPool} from './flow.js';
import {FAILED, NOT_YET, type RelayIo} from './io.js';
import type {Mode} from './mode.js';
import type {Side, SideUser} from './side.js';
import type {Upstreams} from './upstreams.js';

/** What a session needs of its relay. */
export type SessionHost = {
	readonly calls: RelayIo;
	readonly pool: FlowPool;
	readonly counters: SessionCounters;
	readonly shortages: Shortages;
	/** Sides that are closed once their peers have, or after a while: what these still say is not to become a reset. */
	readonly lingering: Pick<Lingering<Side>, 'add'>;
	/** Connections to the origin that an earlier request has used. */
	readonly upstreams: Pick<Upstreams, 'take' | 'give'>;
	/** Told where both sides are gone. */
	readonly clients: {ended(): void};
	/** What was analysed is sent in the next turn, not in this. */
	readonly speculates: boolean;
	/** A side is told of once, when something comes: all of it is received then, until that meets EAGAIN. */
	readonly isEdge: boolean;
	/** Enters a descriptor as a side. */
	enter(fd: number, session: SideUser, flows: {input: Flow; output: Flow}): Side;
	/** Has what is to be sent to `side` sent: once all that has come in this turn was received, or when an event says that it can be. */
	pass(side: Side): void;
	/** What is wanted of it may have changed: it is looked at before the next wait. */
	touch(side: Side): void;
	/** Told of what an operator should know. */
	warn(message: string): void;
	/** Forgets a side, and closes its descriptor, with a reset or in order. Calls its user's freed() then. */
	leave(side: Side, isReset: boolean): void;
};

/** What became of the connections to the origin. */
export type SessionCounters = {
	/** Connections that were begun, those that came to nothing, and those that were used again. */
	begun: number;
	failed: number;
	reused: number;
	/** Requests whose replies have gone to their clients whole: where connections are kept. */
	requests: number;
	/** First sends before anything had told that the connection is there; those that met EAGAIN. */
	early: number;
	earlyAgain: number;
	/** Client connections, or those of origins, that were reset. */
	resets: number;
	/** Bytes from clients, and from the origin. */
	up: number;
	down: number;
};

/** A relayed connection; its mode says what is done with what comes. */
export class Session implements SideUser {
	readonly client: Side;
	origin: Side | undefined;
	readonly #host: SessionHost;
	readonly #mode: Mode;
	readonly #up: Flow;
	readonly #down: Flow;
	/** Sides that have a descriptor. */
	#held = 1;

	constructor(fd: number, host: SessionHost, createMode: (session: Session) => Mode) {
		this.#host = host;
		this.#up = new Flow(host.pool);
		this.#down = new Flow(host.pool);
		this.client = host.enter(fd, this, {input: this.#up, output: this.#down});
		this.client.isConnected = true;
		this.#mode = createMode(this);
	}

	/** Begins: what a client has to say is most often there when it is accepted. */
	start(): void {
		this.#host.calls.hurry(this.client.fd);
		this.client.read();
		this.receive(this.client);
	}

	/** The other side; undefined where there is none yet, or any more. */
	otherOf(side: Side): Side | undefined {
		return side === this.client ? this.origin : this.client;
	}

	/** Reads what there is, or once where the mode analyses what has come. */
	receive(side: Side): void {
		const {input} = side;
		const before = input.total;
		let isDone = !side.reading;
		while (!isDone) {
			isDone = this.#receiveOnce(side) || (this.#mode.readsOnce && !this.#host.isEdge);
			if (side.isClosed) {
				return;
			}
		}

		const count = input.total - before;
		if (side === this.client) {
			this.#host.counters.up += count;
		} else {
			this.#host.counters.down += count;
		}

		input.settle();
		this.#mode.received(side, count);
		this.#host.touch(side);
	}

	/** Returns whether there is no more to be read now. */
	#receiveOnce(side: Side): boolean {
		const {input} = side;
		const {room} = input;
		if (room === 0) {
			// The other side is slow: this one waits, and its peer with it.
			side.stopReading();
			return true;
		}

		const count = this.#host.calls.receive(side, room);
		if (count > 0) {
			input.came(count);
			if (count < room && side.isEndNear) {
				return this.#endInput(side);
			}

			// A short read has drained it, and its watch tells of more; in 2013, and in Envoy, only EAGAIN did.
			return count < room && !this.#host.speculates && !this.#host.isEdge;
		}

		if (count === 0) {
			return this.#endInput(side);
		}

		if (count === FAILED && !this.#isToPass('recvfrom')) {
			this.#lose(side);
			return true;
		}

		side.readWatched = count === NOT_YET;
		return true;
	}

	#endInput(side: Side): true {
		side.hasEnded = true;
		side.stopReading();
		return true;
	}

	/** Sends what is to be sent; of a connection that is being made, finds out whether it is. */
	send(side: Side): void {
		if (side.output.isEmpty) {
			this.#askConnected(side);
			return;
		}

		const isFirst = !side.wasTried;
		side.wasTried = true;
		const {length} = side.output;
		const isEarly = isFirst && side === this.origin && !side.writeWatched;
		const count = this.#host.calls.send(side);
		if (isEarly) {
			this.#host.counters.early++;
			this.#host.counters.earlyAgain += count === NOT_YET ? 1 : 0;
		}

		if (count === FAILED && !this.#isToPass('sendto')) {
			this.#lose(side);
			return;
		}

		if (count > 0) {
			side.output.went(count);
			this.#connected(side);
		}

		if (count < length) {
			// No edge follows a call that failed for want of memory.
			side.write(count !== FAILED);
		} else {
			side.stopWriting();
			this.#mode.sent(side);
		}

		this.#host.touch(side);
		this.#resume(side);
	}

	/** Has what is to be sent to `side` sent, when that is its turn. */
	pass(side: Side): void {
		this.#host.pass(side);
	}

	/** Goes on with an idle connection to the origin, or, where it `isFresh` or there is none, makes one. */
	connect(isFresh = false): void {
		const {calls, counters} = this.#host;
		const idle = isFresh ? undefined : this.#host.upstreams.take();
		if (idle) {
			counters.reused++;
			this.#held++;
			idle.attach(this, {input: this.#down, output: this.#up});
			this.origin = idle;
			return;
		}

		counters.begun++;
		let fd;
		try {
			fd = calls.open();
		} catch (error) {
			this.#host.warn(
				`no socket for the origin: ${error instanceof Error ? error.message : String(error)}; a client needs two descriptors (ulimit -n)`,
			);
			counters.failed++;
			this.#mode.originFailed();
			return;
		}

		calls.hurry(fd);
		this.#held++;
		this.origin = this.#host.enter(fd, this, {input: this.#down, output: this.#up});
		if (calls.connect(this.origin) === FAILED) {
			this.#lose(this.origin);
			return;
		}

		// Even where it is done at once, the first send tells.
		this.origin.write();
		this.#host.touch(this.origin);
	}

	/** Leaves the connection to the origin to whoever needs one next: there is nothing on its way. */
	release(): void {
		const {origin} = this;
		if (origin) {
			this.origin = undefined;
			this.#held--;
			this.#host.upstreams.give(origin);
			// An edge may have been left untaken, for want of room.
			origin.read();
			this.#host.touch(origin);
		}
	}

	/** Tells the peer of `side` that no more will come. */
	shut(side: Side): void {
		if (!side.isShut) {
			side.isShut = true;
			this.#host.calls.shut(side.fd);
		}
	}

	/** Closes a side in order. */
	close(side: Side): void {
		this.#leave(side, false);
	}

	/** Closes both sides with a reset: so each peer learns that not all has come. */
	fail(): void {
		this.#host.counters.resets++;
		for (const side of [this.client, this.origin]) {
			if (side) {
				this.#leave(side, true);
			}
		}
	}

	/** Closes whatever is still open. */
	stop(): void {
		this.close(this.client);
		if (this.origin) {
			this.close(this.origin);
		}
	}

	#leave(side: Side, isReset: boolean): void {
		if (side.isClosed) {
			return;
		}

		side.isClosed = true;
		this.#host.leave(side, isReset);
	}

	freed(): void {
		if (--this.#held === 0) {
			this.#up.clear();
			this.#down.clear();
			this.#host.clients.ended();
		}
	}

	/** There is nothing to send that would tell. */
	#askConnected(side: Side): void {
		if (side.isConnected) {
			side.stopWriting();
			this.#host.touch(side);
			return;
		}

		const result = this.#host.calls.connect(side);
		if (result === FAILED) {
			this.#lose(side);
			return;
		}

		if (result === NOT_YET) {
			side.write(true);
		} else {
			side.stopWriting();
			this.#connected(side);
			this.#mode.sent(side);
		}

		this.#host.touch(side);
	}

	#connected(side: Side): void {
		if (!side.isConnected) {
			side.isConnected = true;
			side.read();
		}
	}

	/** There is room again for what the other side has to say. */
	#resume(side: Side): void {
		const source = this.otherOf(side);
		if (!source || source.reading || source.isClosed) {
			return;
		}

		if (side.output.room > 0 && this.#mode.wantsMore(source)) {
			source.read();
			this.#host.touch(source);
		}
	}

	#lose(side: Side): void {
		if (side === this.origin) {
			this.#host.counters.failed += side.isConnected ? 0 : 1;
			this.#mode.originFailed();
		} else {
			this.fail();
		}
	}

	/** A call failed, and may do the next time. */
	#isToPass(call: string): boolean {
		const {errno} = this.#host.calls;
		const passes = mayPass(errno);
		if (passes) {
			this.#host.shortages.met(call, errno);
		}

		return passes;
	}
}
