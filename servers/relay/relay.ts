// The relay of readiness: accepts, connects to the origin, and passes on what comes, by one policy.
//
// A turn has phases: it receives from all that are ready, and then sends to all. The kernel's path of each
// stays in the processor's caches so.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import {
	ERROR,
	HANGUP,
	PEER_CLOSED,
	type Poller,
	WRITABLE,
	createReadyList,
} from '../../linux/poller.js';
import {Batch} from '../batch.js';
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

/** Relays over a poller, which it owns. */
export class Relay implements SessionHost, Forwarder {
	readonly clients: Clients;
	readonly counters: SessionCounters;
	readonly calls: SocketCalls;
	readonly pool = new FlowPool();
	readonly shortages: Shortages;
	readonly speculates: boolean;
	readonly isEdge: boolean;
	readonly #defersSends: boolean;
	readonly #poller: Poller;
	readonly #options: RelayOptions;
	readonly #ready = createReadyList(BATCH);
	readonly #sides = new Sides();
	readonly upstreams: Upstreams;
	readonly #beside: SideWatches;
	readonly #watches: Watches;
	readonly lingering = new Lingering<Side>();
	/** What is to be sent in this turn. */
	readonly #toSend = new Batch<Side>();
	#hasFreed = false;
	#idle = 0;
	#shared = 0;

	/** @throws Error where the poller's trigger is another than the policy's: that would not be what it is called. */
	constructor(poller: Poller, policy: Policy, options: RelayOptions) {
		const trigger = policy.isEdge ? 'edge' : 'level';
		if (poller.trigger !== trigger) {
			throw new Error(`this policy needs a mechanism whose trigger is ${trigger}`);
		}

		this.#poller = poller;
		this.#options = options;
		this.clients = new Clients(options);
		this.counters = this.clients.counters;
		this.calls = new SocketCalls(options.origin);
		this.shortages = new Shortages(options.warn);
		this.speculates = policy.speculates;
		this.isEdge = policy.isEdge;
		this.#defersSends = policy.defersSends;
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
		// Who was accepted at the end of a turn may have something to be sent already.
		const isToTry = this.#watches.update() || this.#toSend.count > 0;
		const most = this.lingering.limitWait(this.#beside.limitWait(timeoutMs));
		const count = this.#poller.wait(this.#ready, isToTry ? 0 : most);
		const {tokens, events} = this.#ready;
		for (let index = 0; index < count; index++) {
			this.#dispatch(tokens[index] as number, events[index] as number);
		}

		if (count === 0) {
			this.#beside.idle();
		}

		this.#watches.tryAll();
		this.#sendAll();
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

	pass(side: Side): void {
		if (this.#defersSends) {
			side.write(true);
			this.#watches.touch(side);
		} else {
			side.write();
			this.#toSend.push(side);
		}
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
			this.#toSend.push(side);
		}
	}

	/** Those that are added meanwhile among them: a reply that has gone may let the next request go. */
	#sendAll(): void {
		const sides = this.#toSend;
		for (let index = 0; index < sides.count; index++) {
			const side = sides.items[index] as Side;
			if (side.writing && !side.isClosed) {
				side.session.send(side);
			}
		}

		sides.clear();
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
