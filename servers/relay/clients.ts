// The clients of a relay: how many there are, and what became of them.
import type {Memory} from '../../linux/memory.js';
import {NO_ROOM, refuse} from '../refuse.js';
import {HttpMode} from './http-mode.js';
import {KeepaliveMode} from './keepalive-mode.js';
import type {Mode} from './mode.js';
import {Session, type SessionCounters, type SessionHost} from './session.js';
import {TcpMode} from './tcp-mode.js';

/** What a relay is told, however it waits. */
export type RelayOptions = {
	readonly mode: ModeName;
	/** Where to connect to, as encodeAddress makes it. */
	readonly origin: Memory;
	/** Clients at once; one more is reset and counted as refused. */
	readonly maxConnections: number;
	readonly warn: (message: string) => void;
};

export const modeNames = ['tcp', 'http', 'keepalive'] as const;
export type ModeName = (typeof modeNames)[number];

/** Takes them in. */
export class Clients {
	readonly connections = {now: 0, peak: 0, accepted: 0, refused: 0};
	readonly counters: SessionCounters = {
		...{begun: 0, failed: 0, reused: 0, requests: 0, early: 0, earlyAgain: 0},
		...{resets: 0, up: 0, down: 0},
	};
	readonly #options: RelayOptions;

	constructor(options: RelayOptions) {
		this.#options = options;
	}

	/** Begins to relay the connection `fd`, which was accepted; or resets it. */
	admit(fd: number, host: SessionHost): void {
		const {connections} = this;
		const {maxConnections, warn} = this.#options;
		if (connections.now >= maxConnections) {
			refuse(fd, NO_ROOM, {counters: connections, protocol: {warned: warn}});
			return;
		}

		connections.accepted++;
		connections.now++;
		connections.peak = Math.max(connections.peak, connections.now);
		new Session(fd, host, session => this.#createMode(session, host)).start();
	}

	/** One of them is gone. */
	ended(): void {
		this.connections.now--;
	}

	#createMode(session: Session, host: SessionHost): Mode {
		switch (this.#options.mode) {
			case 'tcp':
				return new TcpMode(session);
			case 'http':
				return new HttpMode(session, host);
			case 'keepalive':
				return new KeepaliveMode(session, host);
		}
	}
}
