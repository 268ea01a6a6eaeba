// One side of a duet: a disk, the connections to it, and slices of load on them.
import {openEpoll} from '../../../linux/epoll.js';
import {ServerClock} from '../../server-clock.js';
import type {SidePlace} from '../../side-place.js';
import {type Slice, type SlicedLoad, playSlice} from '../../slice.js';
import {dial} from '../dial.js';
import {Load} from '../load.js';
import type {BlockloadOptions} from '../options.js';
import {type BlockloadResult, resultOf} from '../result.js';
import type {DuetOptions} from './options.js';

/** How often a slice fills all requests in flight, at least: its beginning and its end are not what a load is. */
const ROUNDS = 3;
const WAIT_MS = 100;

/** Loads one disk while it is told to, and leaves it idle in between. */
export class Side {
	/** Whether slices count. */
	isMeasured = false;
	readonly isStructured: boolean;
	readonly load: Load;
	readonly #clock: ServerClock;
	/** Of a slice. */
	readonly #least: {readonly ms: number; readonly replies: number};
	readonly #sliced: SlicedLoad = {
		replies: () => this.load.tally.replies,
		isQuiet: () => this.load.isQuiet() || this.load.reason !== undefined,
		begin: () => {
			this.load.goOn();
		},
		look: () => this.load.turn(0),
		next: isOver => {
			if (isOver) {
				this.load.hold();
			}
		},
	};
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
		this.#least = {ms: sliceMs, replies: ROUNDS * load.connections * load.inFlight};
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

	/** Loads the server for a slice. */
	slice(): Slice {
		const slice = playSlice(this.#sliced, this.#clock, this.#least);
		if (this.isMeasured) {
			this.#seconds += slice.seconds;
			this.#busySeconds += slice.busySeconds;
		}

		return slice;
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
