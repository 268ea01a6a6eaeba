// One side of a duet: a server, the connections to it, and slices of load on them.
import type {Client} from '../client.js';
import {type Connection, IDLE} from '../connection.js';
import type {Engine} from '../engine.js';
import {openEngine} from '../open-engine.js';
import type {ErrorClass} from '../errors.js';
import type {Load} from '../load.js';
import {Population} from '../population.js';
import {createClient} from '../setup.js';
import {ServerClock} from '../../server-clock.js';
import {type Slice, type SlicedLoad, playSlice} from '../../slice.js';
import type {DuetOptions, SideOptions} from './options.js';
import {SlicedWindow} from './sliced-window.js';

/** What httperf asks for by default. */
const requestOf2002 = {
	hog: false,
	sendBuffer: 4096,
	recvBuffer: 16_384,
	connectionPerCall: false,
	halfClose: false,
};

const WAIT_MS = 100;

/**
 * Loads one server while it is told to, and leaves it idle in between: every connection then waits
 * with nothing under way.
 */
export class Side implements Load {
	readonly schedule = undefined;
	readonly outcome = undefined;
	readonly isDrained = true;
	readonly nextAt = Infinity;
	readonly client: Client;
	readonly window = new SlicedWindow();
	/** Whether slices count. */
	isMeasured = false;
	readonly #engine: Engine;
	readonly #population: Population;
	readonly #clock: ServerClock;
	readonly #sliced: SlicedLoad = {
		replies: () => this.client.statistics.replies,
		isQuiet: () => this.#underWay === 0,
		begin: () => {
			this.#send();
		},
		look: () => this.#wait(0),
		next: isOver => {
			if (!isOver) {
				this.#send();
			}
		},
	};
	readonly #due: Connection[] = [];
	#dueCount = 0;
	#underWay = 0;
	#expiryAt = 0;

	constructor(
		options: DuetOptions,
		{port, pids}: SideOptions,
		warn: (name: ErrorClass, detail: string | undefined) => void,
	) {
		this.#engine = openEngine(options);
		this.client = createClient(
			{...requestOf2002, ...options, port},
			{address: options.address, engine: this.#engine, window: this.window, warn},
		);
		this.client.attach(this);
		this.#population = new Population(this.client, {
			count: options.numConns,
			order: 'together',
			rate: 0,
			replaces: false,
		});
		this.#clock = new ServerClock(pids);
	}

	get isSettled(): boolean {
		return this.#population.isSettled;
	}

	/** Opens connections until all are open, or have failed: to be called until `isSettled`. */
	connect(): void {
		this.#population.turn(performance.now());
		this.#wait(WAIT_MS);
	}

	/** Loads the server for `ms`, longer where `replies` have not come by then. */
	slice(ms: number, replies: number): Slice {
		this.window.isOpen = this.isMeasured;
		const slice = playSlice(this.#sliced, this.#clock, {ms, replies});
		this.window.isOpen = false;
		if (this.isMeasured) {
			this.window.add(slice.seconds, slice.busySeconds);
		}

		return slice;
	}

	start(): void {
		// Slices begin when they are told to.
	}

	turn(): void {
		// Calls have no schedule.
	}

	opened(connection: Connection): void {
		this.#due[this.#dueCount++] = connection;
	}

	replied(connection: Connection, isLast: boolean): void {
		this.#underWay--;
		if (isLast) {
			// A side whose connections come and go is not what a duet compares.
			this.closed(connection);
			return;
		}

		this.#due[this.#dueCount++] = connection;
	}

	closed(connection: Connection): void {
		this.client.count('connreset');
		this.#population.ended(connection);
	}

	failed(connection: Connection, wasCalling: boolean): void {
		this.#underWay -= wasCalling ? 1 : 0;
		this.#population.ended(connection);
	}

	close(): void {
		// Nothing is under way between slices.
	}

	finish(): void {
		// Nothing is under way between slices.
	}

	[Symbol.dispose](): void {
		// Calls that are cut off leave no TIME_WAIT.
		this.client.connections.closeAll({reset: true});
		this.#engine[Symbol.dispose]();
	}

	#send(): void {
		const count = this.#dueCount;
		this.#dueCount = 0;
		for (let index = 0; index < count; index++) {
			// One that the server has closed meanwhile is idle no more, and is not sent to.
			this.#underWay += (this.#due[index] as Connection).phase === IDLE ? 1 : 0;
		}

		this.client.sender.sendAll(this.#due, count);
	}

	#wait(timeoutMs: number): number {
		const count = this.#engine.wait(timeoutMs);
		const now = performance.now();
		if (now >= this.#expiryAt) {
			this.client.expire(now);
			this.#expiryAt = now + WAIT_MS;
		}

		return count;
	}
}
