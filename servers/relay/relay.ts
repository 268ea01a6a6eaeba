// The relay of readiness: accepts, connects to the origin, and passes on what comes, by one policy.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import {
	ERROR,
	HANGUP,
	PEER_CLOSED,
	type Poller,
	WRITABLE,
	createReadyList,
} from '../../linux/poller.js';
import {Lingering} from '../lingering.js';
import {Shortages} from '../shortages.js';
import {SideWatches} from '../side-watches.js';
import {Clients, type RelayOptions} from './clients.js';
import {type Flow, FlowPool} from './flow.js';
import type {Forwarder} from './forwarder.js';
import type {Policy} from './policy.js';
import type {SessionCounters, SessionHost} from './session.js';
import type {Side, SideUser} from './side.js';
import {Sides} from './sides.js';
import {SocketCalls} from './socket-calls.js';
import {Upstreams} from './upstreams.js';
import {Watches} from './watches.js';

/** Events a turn. */
const BATCH = 1024;

/** Relays over a level-triggered poller, which it owns. */
export class Relay implements SessionHost, Forwarder {
	readonly clients: Clients;
	readonly counters: SessionCounters;
	readonly calls: SocketCalls;
	readonly pool = new FlowPool();
	readonly shortages: Shortages;
	readonly speculates: boolean;
	readonly defersSends: boolean;
	readonly #poller: Poller;
	readonly #options: RelayOptions;
	readonly #ready = createReadyList(BATCH);
	readonly #sides = new Sides();
	readonly upstreams: Upstreams;
	readonly #beside: SideWatches;
	readonly #watches: Watches;
	readonly lingering = new Lingering<Side>();
	#hasFreed = false;
	#idle = 0;
	#shared = 0;

	/** @throws Error where the poller is not level-triggered: the policies would not be what they are called. */
	constructor(poller: Poller, policy: Policy, options: RelayOptions) {
		if (poller.trigger !== 'level') {
			throw new Error('a relay needs a level-triggered mechanism: epoll, poll or select');
		}

		this.#poller = poller;
		this.#options = options;
		this.clients = new Clients(options);
		this.counters = this.clients.counters;
		this.calls = new SocketCalls(options.origin);
		this.shortages = new Shortages(options.warn);
		this.speculates = policy.speculates;
		this.defersSends = policy.defersSends;
		this.upstreams = new Upstreams(this);
		this.#beside = new SideWatches(poller);
		this.#watches = new Watches(poller, policy, options.warn);
	}

	get stale(): number {
		return this.#sides.stale;
	}

	get counts(): {waits: number; idle: number; shared: number; controls: number} {
		const {waits, controls} = this.#poller.counters;
		return {waits, idle: this.#idle, shared: this.#shared, controls};
	}

	syscalls(): Record<string, number> {
		return {...this.#poller.syscalls(), ...this.#beside.syscalls(), ...this.calls.counts()};
	}

	errors(): CallErrorCounts {
		return {...this.#beside.errors(), ...this.calls.errors()};
	}

	regime(): undefined {
		return undefined;
	}

	listen(fd: number): void {
		const listener = {fd, token: this.#sides.newToken(fd), listening: 'own'} as const;
		const {warn} = this.#options;
		this.#beside.listen(listener, {
			admit: client => {
				this.clients.admit(client, this);
			},
			warn,
		});
	}

	watch(fd: number, ready: () => void): () => void {
		return this.#beside.watch({fd, token: this.#sides.newToken(fd)}, ready);
	}

	/** It does not wait where something is to be tried; and returns 1 where that was all. */
	turn(timeoutMs: number): number {
		const isToTry = this.#watches.update();
		const most = this.lingering.limitWait(this.#beside.limitWait(timeoutMs));
		const count = this.#poller.wait(this.#ready, isToTry ? 0 : most);
		const {tokens, events} = this.#ready;
		for (let index = 0; index < count; index++) {
			this.#dispatch(tokens[index] as number, events[index] as number);
		}

		this.#watches.tryAll();
		this.lingering.expire(this.#endLingering);
		this.#beside.endTurn(this.#hasFreed);
		this.#hasFreed = false;
		this.shortages.endTurn(this.calls.transfers);
		return this.#countWait(count, isToTry);
	}

	[Symbol.dispose](): void {
		this.#sides.stopAll();

		this.#poller[Symbol.dispose]();
	}

	enter(fd: number, session: SideUser, flows: {input: Flow; output: Flow}): Side {
		return this.#sides.add(fd, session, flows);
	}

	touch(side: Side): void {
		this.#watches.touch(side);
	}

	warn(message: string): void {
		this.#options.warn(message);
	}

	leave(side: Side, isReset: boolean): void {
		this.lingering.remove(side);
		this.#watches.forget(side);
		this.#sides.remove(side);
		this.#hasFreed = true;
		if (isReset) {
			this.calls.reset(side.fd);
		} else {
			this.calls.close(side.fd);
		}

		side.session.freed(side);
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
		side.session.stop(side);
	};
}
