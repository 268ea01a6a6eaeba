// The relay: accepts, connects to the origin, and passes on what comes, by one policy of readiness.
import type {Memory} from '../../linux/memory.js';
import {
	ERROR,
	HANGUP,
	PEER_CLOSED,
	type Poller,
	WRITABLE,
	createReadyList,
} from '../../linux/poller.js';
import {Lingering} from '../lingering.js';
import {NO_ROOM, refuse} from '../refuse.js';
import {Shortages} from '../shortages.js';
import {SideWatches} from '../side-watches.js';
import {Calls} from './calls.js';
import {type Flow, FlowPool} from './flow.js';
import {HttpMode} from './http-mode.js';
import type {Mode} from './mode.js';
import type {Policy} from './policy.js';
import {Session, type SessionCounters, type SessionHost} from './session.js';
import type {Side, SideUser} from './side.js';
import {Sides} from './sides.js';
import {TcpMode} from './tcp-mode.js';
import {Watches} from './watches.js';

/** Events a turn. */
const BATCH = 1024;

/** What a relay is told. */
export type RelayOptions = {
	readonly policy: Policy;
	readonly mode: ModeName;
	/** Where to connect to, as encodeAddress makes it. */
	readonly origin: Memory;
	/** Clients at once; one more is reset and counted as refused. */
	readonly maxConnections: number;
	readonly warn: (message: string) => void;
};

export const modeNames = ['tcp', 'http'] as const;
export type ModeName = (typeof modeNames)[number];

/** Relays over a level-triggered poller, which it owns. */
export class Relay implements SessionHost {
	readonly calls: Calls;
	readonly pool = new FlowPool();
	readonly shortages: Shortages;
	readonly speculates: boolean;
	/** Clients' connections. */
	readonly connections = {now: 0, peak: 0, accepted: 0, refused: 0};
	readonly counters: SessionCounters = {
		...{begun: 0, failed: 0, early: 0, earlyAgain: 0},
		...{resets: 0, up: 0, down: 0},
	};
	readonly #poller: Poller;
	readonly #options: RelayOptions;
	readonly #ready = createReadyList(BATCH);
	readonly #sides = new Sides();
	readonly #beside: SideWatches;
	readonly #watches: Watches;
	readonly #lingering = new Lingering<Side>();
	#hasFreed = false;
	#idle = 0;
	#shared = 0;

	/** @throws Error where the poller is not level-triggered: the policies would not be what they are called. */
	constructor(poller: Poller, options: RelayOptions) {
		if (poller.trigger !== 'level') {
			throw new Error('a relay needs a level-triggered mechanism: epoll, poll or select');
		}

		this.#poller = poller;
		this.#options = options;
		this.calls = new Calls(options.origin);
		this.shortages = new Shortages(options.warn);
		this.speculates = options.policy.speculates;
		this.#beside = new SideWatches(poller);
		this.#watches = new Watches(poller, options.policy, options.warn);
	}

	/** Events that came for a former use of a descriptor, and were dropped. */
	get stale(): number {
		return this.#sides.stale;
	}

	/**
	 * Its waits; those of them that ended because nothing came; events that came with a wait that something
	 * else was waited for with; its calls that only changed what is watched.
	 */
	get counts(): {waits: number; idle: number; shared: number; controls: number} {
		const {waits, controls} = this.#poller.counters;
		return {waits, idle: this.#idle, shared: this.#shared, controls};
	}

	/** Its system calls so far, by name. */
	syscalls(): Record<string, number> {
		return {...this.#poller.syscalls(), ...this.#beside.syscalls(), ...this.calls.made};
	}

	/** Accepts clients from a listening socket, once; the caller closes the socket at the end. */
	listen(fd: number): void {
		const listener = {fd, token: this.#sides.newToken(fd), listening: 'own'} as const;
		this.#beside.listen(listener, {admit: this.#admit, warn: this.#options.warn});
	}

	/** Calls `ready` whenever `fd`, which is no connection, can be read, until the result is called. */
	watch(fd: number, ready: () => void): () => void {
		return this.#beside.watch({fd, token: this.#sides.newToken(fd)}, ready);
	}

	/**
	 * Waits up to `timeoutMs`, or not at all where something is to be tried, and serves what is ready.
	 * Returns what Poller.wait returns, but 1 where something was tried without an event.
	 */
	turn(timeoutMs: number): number {
		const isToTry = this.#watches.update();
		const most = this.#lingering.limitWait(this.#beside.limitWait(timeoutMs));
		const count = this.#poller.wait(this.#ready, isToTry ? 0 : most);
		const {tokens, events} = this.#ready;
		for (let index = 0; index < count; index++) {
			this.#dispatch(tokens[index] as number, events[index] as number);
		}

		this.#watches.tryAll();
		this.#lingering.expire(this.#endLingering);
		this.#beside.endTurn(this.#hasFreed);
		this.#hasFreed = false;
		this.shortages.endTurn(this.calls.made.recvfrom + this.calls.made.sendto);
		return this.#countWait(count, isToTry);
	}

	[Symbol.dispose](): void {
		for (const {session} of this.#sides.all()) {
			session.stop();
		}

		this.#poller[Symbol.dispose]();
	}

	enter(fd: number, session: SideUser, flows: {input: Flow; output: Flow}): Side {
		return this.#sides.add(fd, session, flows);
	}

	touch(side: Side): void {
		this.#watches.touch(side);
	}

	linger(side: Side): void {
		this.#lingering.add(side);
	}

	warn(message: string): void {
		this.#options.warn(message);
	}

	leave(side: Side, isReset: boolean): void {
		this.#lingering.remove(side);
		this.#watches.forget(side);
		this.#sides.remove(side);
		this.#hasFreed = true;
		if (isReset) {
			this.calls.reset(side.fd);
		} else {
			this.calls.close(side.fd);
		}
	}

	ended(): void {
		this.connections.now--;
	}

	#dispatch(token: number, events: number): void {
		if (this.#beside.dispatch(token)) {
			return;
		}

		const side = this.#sides.find(token);
		if (!side) {
			return;
		}

		// A reset shuts both directions too: that is no end in order.
		side.isEndNear ||= (events & (PEER_CLOSED | ERROR)) === PEER_CLOSED;
		if (side.reading && (events & ~WRITABLE) !== 0) {
			side.session.receive(side);
		}

		if (side.writing && !side.isClosed && (events & (WRITABLE | ERROR | HANGUP)) !== 0) {
			side.session.send(side);
		}
	}

	#countWait(count: number, isToTry: boolean): number {
		if (count > 0) {
			this.#shared += isToTry ? count : count - 1;
		} else if (count === 0 && !isToTry) {
			this.#idle++;
		}

		return count === 0 && isToTry ? 1 : count;
	}

	readonly #endLingering = (side: Side): void => {
		side.session.stop();
	};

	readonly #admit = (fd: number): void => {
		const {connections} = this;
		const {maxConnections, warn} = this.#options;
		if (connections.now >= maxConnections) {
			refuse(fd, NO_ROOM, {counters: connections, protocol: {warned: warn}});
			return;
		}

		connections.accepted++;
		connections.now++;
		connections.peak = Math.max(connections.peak, connections.now);
		new Session(fd, this, this.#createMode).start();
	};

	readonly #createMode = (session: Session): Mode =>
		this.#options.mode === 'tcp' ? new TcpMode(session) : new HttpMode(session, this);
}
