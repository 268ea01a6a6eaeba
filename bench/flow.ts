// One load through one server: what it carries in a slice, and what that costs both.
import {setTimeout as sleep} from 'node:timers/promises';
import type {z} from 'zod';
import {httperfEvents} from '../programs/events/httperf.js';
import {readEvent} from '../programs/events/read-event.js';
import {cpuTimes, isAsleep} from './machine.js';
import type {Side, Tally} from './pairs.js';
import type {Program} from './program.js';

/** From a load's SIGCONT to the beginning of the window: its first turn finds all replies at once. */
const SETTLE_MS = 3;
/** How often to look, after its SIGSTOP, whether the server has answered what was on its way. */
const LOOK_MS = 2;
/** Looks at a server that never sleeps before that is an error. */
const MOST_LOOKS = 500;

/** Of a load as of a server. */
const replyCount = httperfEvents.report.pick({time: true, replies: true});

/**
 * `replies` in `seconds` of full load; and, of the whole time that the load was not suspended,
 * `charged` replies, the microseconds of processor time that they cost both ends, and those that
 * both ends waited for their processors.
 */
export type FlowKey = 'seconds' | 'replies' | 'charged' | 'serverUs' | 'clientUs' | 'waitedUs';

/** What makes up a flow. */
export type FlowParts = {
	readonly name: string;
	readonly server: Program;
	readonly load: Program;
	/** Which of the two counts the replies, by its `report`. */
	readonly counter: Program;
	readonly sliceMs: number;
};

/** A load that lives as long as the comparison, suspended while the other side has its slice. */
export class Flow implements Side<FlowKey> {
	readonly name: string;
	readonly #parts: FlowParts;
	/** The last count of replies. */
	#replies = 0;

	constructor(parts: FlowParts) {
		this.name = parts.name;
		this.#parts = parts;
	}

	/** Loads the server for `seconds`, unmeasured, and suspends the load. */
	async warmUp(seconds: number): Promise<void> {
		await sleep(seconds * 1000);
		this.#parts.load.assertRunning();
		await this.#count();
		await this.#suspend();
	}

	async slice(): Promise<Tally<FlowKey>> {
		const {server, load, sliceMs} = this.#parts;
		const serverBefore = cpuTimes(server.pid);
		const loadBefore = cpuTimes(load.pid);
		const before = await this.#suspendedReplies();
		load.resume();
		await sleep(SETTLE_MS);
		const begin = await this.#count();
		await sleep(sliceMs);
		const end = await this.#count();
		await this.#suspend();
		const serverAfter = cpuTimes(server.pid);
		const loadAfter = cpuTimes(load.pid);
		return {
			seconds: end.time - begin.time,
			replies: end.replies - begin.replies,
			charged: (await this.#suspendedReplies()) - before,
			serverUs: serverAfter.used - serverBefore.used,
			clientUs: loadAfter.used - loadBefore.used,
			waitedUs: serverAfter.waited + loadAfter.waited - serverBefore.waited - loadBefore.waited,
		};
	}

	/** Suspends the load, and waits until the server sleeps: only then are its counts complete. */
	async #suspend(): Promise<void> {
		const {server, load} = this.#parts;
		load.suspend();
		for (let look = 0; look < MOST_LOOKS; look++) {
			await sleep(LOOK_MS);
			load.assertRunning();
			server.assertRunning();
			if (isAsleep(server.pid)) {
				return;
			}
		}

		throw new Error(`${server.name} goes on running while its load is suspended`);
	}

	/**
	 * The replies so far while the load is suspended. A load that counts them itself cannot be asked
	 * then: what came after its last count belongs to its next slice, and so makes no difference.
	 */
	async #suspendedReplies(): Promise<number> {
		const {counter, load} = this.#parts;
		return counter === load ? this.#replies : (await this.#count()).replies;
	}

	async #count(): Promise<z.infer<typeof replyCount>> {
		const {counter} = this.#parts;
		const report = readEvent(replyCount, counter.name, await counter.report());
		this.#replies = report.replies;
		return report;
	}
}
