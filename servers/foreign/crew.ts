// The workers of a foreign server that has several: what the kernel tells of each.
import {contextSwitches} from '../../linux/context-switches.js';
import {usageOf} from '../../linux/process-tree.js';
import type {ServerFigures} from '../reporter.js';

/** Its workers are the same as long as it serves: a server may replace one that was lost, and say nothing. */
export class Crew {
	readonly pids: readonly number[];
	readonly #name: string;

	constructor(name: string, workers: readonly number[]) {
		this.#name = name;
		this.pids = ascending(workers);
	}

	/**
	 * What each has used, and the switches of all.
	 * @throws Error where `workers`, which are there now, are others.
	 */
	figures(workers: readonly number[]): Pick<ServerFigures, 'workers' | 'switches'> {
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
