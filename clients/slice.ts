// One slice of a load in turns.
import {type ServerClock, spin} from './server-clock.js';

/**
 * Between two looks for replies where there were none: each look takes a lock that the server's sends
 * take as well (ep_poll_callback() in fs/eventpoll.c), and would make them dearer.
 */
const IDLE_MS = 0.01;

/** What is loaded in slices; between two of them nothing is under way. */
export type SlicedLoad = {
	/** How many have come so far. */
	replies(): number;
	/** Whether nothing is under way. */
	isQuiet(): boolean;
	/** Sends what a slice begins with. */
	begin(): void;
	/** Takes what has come, without waiting for it. Returns how much there was. */
	look(): number;
	/** After each look: goes on, or begins no more where the slice is over. */
	next(isOver: boolean): void;
};

/** One slice: how long it took until the last reply, and what the server's processes ran for it. */
export type Slice = {
	readonly seconds: number;
	readonly replies: number;
	readonly cpuSeconds: number;
	/** Of `seconds`: when this process had something to do. */
	readonly busySeconds: number;
};

/**
 * Loads a server for `ms`, longer where `replies` have not come by then, and returns when the last
 * reply has come and the server sleeps: what it does after its last reply is its own, and would
 * otherwise delay the other side. In between this process never sleeps: a server would pay for
 * waking it, the more often the slower it is, and the ratio of two would be off by that.
 */
export function playSlice(
	load: SlicedLoad,
	clock: ServerClock,
	{ms, replies}: {readonly ms: number; readonly replies: number},
): Slice {
	const before = load.replies();
	const cpuBefore = clock.read();
	const from = performance.now();
	let now = from;
	let idleMs = 0;
	load.begin();
	while (!load.isQuiet()) {
		const then = now;
		const found = load.look();
		now = performance.now();
		if (found === 0) {
			now = spin(now + IDLE_MS);
			idleMs += now - then;
		}

		load.next(now - from >= ms && load.replies() - before >= replies);
	}

	const seconds = (now - from) / 1000;
	return {
		seconds,
		replies: load.replies() - before,
		cpuSeconds: clock.settle() - cpuBefore,
		busySeconds: seconds - idleMs / 1000,
	};
}
