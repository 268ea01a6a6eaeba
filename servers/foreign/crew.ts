// The workers of a foreign server that has several: what the kernel tells of each.
import {setTimeout as delay} from 'node:timers/promises';
import {contextSwitches} from '../../linux/context-switches.js';
import {usageOf} from '../../linux/process-tree.js';
import type {ServerFigures} from '../reporter.js';

const STEP_MS = 10;

/** Its workers are the same as long as it serves: a server may replace one that was lost, and say nothing. */
export class Crew {
	readonly pids: readonly number[];
	readonly #name: string;
	readonly #children: () => readonly number[];

	private constructor(name: string, children: () => readonly number[]) {
		this.#name = name;
		this.#children = children;
		this.pids = ascending(children());
	}

	/**
	 * The `count` workers of a server that listens: it does before they are there.
	 * @throws Error where they are not within `patience` seconds.
	 */
	static async find(
		name: string,
		children: () => readonly number[],
		{count, patience}: {count: number; patience: number},
	): Promise<Crew> {
		for (const deadline = performance.now() + patience * 1000; performance.now() < deadline;) {
			if (children().length === count) {
				return new Crew(name, children);
			}

			await delay(STEP_MS);
		}

		throw new Error(`${name} has ${children().length} workers after ${patience} s, not ${count}`);
	}

	/**
	 * What each has used, and the switches of all.
	 * @throws Error where they are others now.
	 */
	figures(): Pick<ServerFigures, 'workers' | 'switches'> {
		const workers = this.#children();
		if (String(ascending(workers)) !== String(this.pids)) {
			throw new Error(
				`${this.#name} has lost a worker: they were ${this.pids.join(', ')}, and are ${workers.join(', ') || 'none'} now`,
			);
		}

		const all = this.pids.map(pid => {
			const {cpu} = usageOf([pid]);
			return {pid, switches: contextSwitches(pid), cpu};
		});
		const sum = (kind: 'voluntary' | 'involuntary') =>
			all.reduce((total, {switches}) => total + switches[kind], 0);
		return {
			workers: all,
			switches: {voluntary: sum('voluntary'), involuntary: sum('involuntary')},
		};
	}
}

function ascending(pids: readonly number[]): number[] {
	return [...pids].sort((a, b) => a - b);
}
