// One side of a duet: a disk, the connections to it, and slices of load on them.
import {openEpoll} from '../../../linux/epoll.js';
import type {Slice} from '../../quadruple.js';
import {ServerClock, spin} from '../../server-clock.js';
import type {SidePlace} from '../../side-place.js';
import {dial} from '../dial.js';
import {Load} from '../load.js';
import type {BlockloadOptions} from '../options.js';
import {type BlockloadResult, resultOf} from '../result.js';
import type {DuetOptions} from './options.js';

/** How often a slice fills all requests in flight, at least: its beginning and its end are not what a load is. */
const ROUNDS = 3;
/** Between two looks for replies where there were none: a look takes locks that the server's sends take as well. */
const IDLE_MS = 0.01;
const WAIT_MS = 100;

/**
 * Loads one disk while it is told to, and leaves it idle in between. In a slice this process never
 * sleeps: a server would pay for waking it, the more often the slower it is.
 */
export class Side {
	/** Whether slices count. */
	isMeasured = false;
	readonly isStructured: boolean;
	readonly load: Load;
	readonly #clock: ServerClock;
	readonly #leastReplies: number;
	readonly #sliceMs: number;
	#seconds = 0;
	#busySeconds = 0;

	/** Connects, and fills the disk. @throws Error where the disk cannot be reached. */
	constructor({load, sliceMs}: DuetOptions, {place, pids}: SidePlace) {
		const isPath = place.startsWith('/');
		const options: BlockloadOptions = {
			...load,
			...{port: isPath ? 0 : Number(place), path: isPath ? place : undefined},
			// When the window begins and ends is told by the duet.
			...{warmupMs: Infinity, durationMs: Infinity, requests: Infinity, json: true},
		};
		this.#clock = new ServerClock(pids);
		this.#sliceMs = sliceMs;
		this.#leastReplies = ROUNDS * load.connections * load.inFlight;
		const dialled = dial(options);
		this.isStructured = dialled.isStructured;
		this.load = new Load(openEpoll('level'), dialled, options, {
			filled: () => {
				this.load.hold();
			},
			measuring: nothing,
			measured: nothing,
			input: nothing,
		});
		this.load.begin();
		while (this.load.isFilling && this.load.reason === undefined) {
			this.load.turn(WAIT_MS);
		}
	}

	/** Loads the server for a slice, and returns when the last reply has come and the server sleeps. */
	slice(): Slice {
		const {load} = this;
		const before = load.tally.replies;
		const cpuBefore = this.#clock.read();
		const from = performance.now();
		let now = from;
		let idleMs = 0;
		load.goOn();
		while (!load.isQuiet() && load.reason === undefined) {
			const then = now;
			const events = load.turn(0);
			now = performance.now();
			if (events === 0) {
				now = spin(now + IDLE_MS);
				idleMs += now - then;
			}

			if (now - from >= this.#sliceMs && load.tally.replies - before >= this.#leastReplies) {
				load.hold();
			}
		}

		const seconds = (now - from) / 1000;
		if (this.isMeasured) {
			this.#seconds += seconds;
			this.#busySeconds += seconds - idleMs / 1000;
		}

		return {
			seconds,
			replies: load.tally.replies - before,
			cpuSeconds: this.#clock.settle() - cpuBefore,
		};
	}

	/** Of its slices. */
	result(): BlockloadResult {
		return resultOf(this.load, {seconds: this.#seconds, busySeconds: this.#busySeconds});
	}

	[Symbol.dispose](): void {
		this.load[Symbol.dispose]();
	}
}

function nothing(): void {
	// The duet tells of it.
}
