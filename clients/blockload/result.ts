// What a load comes to.
import type {CpuTime} from '../../linux/cpu.js';
import type {EndReason, Load} from './load.js';
import {between, type Counts} from './tally.js';

/** The result, as docs/programs.md has it. */
export type BlockloadResult = {
	readonly reason: EndReason;
	readonly total: Counts & {readonly seconds: number};
	readonly window: Counts & {
		readonly seconds: number;
		readonly replies: number;
		readonly rate: number;
		readonly cpu: CpuTime;
		readonly cpuShare: number;
		/** That have come: TCP segments with data, TLS records. */
		readonly segments: number;
		readonly records: number;
	};
	readonly errors: {readonly wrong: number; readonly refused: number; readonly lost: number};
};

/** What a window was made of that had pauses: the sum of its slices, and how long its load had something to do in them. */
export type Sliced = {readonly seconds: number; readonly busySeconds: number};

/** Of a load that has ended; a window that was not begun has no length. */
export function resultOf(load: Load, sliced?: Sliced): BlockloadResult {
	const now = load.moment();
	const from = load.from ?? now;
	const to = load.to ?? now;
	const seconds = sliced?.seconds ?? (to.at - from.at) / 1000;
	const counts = between(from.counts, to.counts);
	const replies = counts.reads + counts.writes;
	const cpu =
		sliced === undefined
			? {user: to.cpu.user - from.cpu.user, system: to.cpu.system - from.cpu.system}
			: {user: Math.round(sliced.busySeconds * 1e6), system: 0};
	return {
		reason: load.reason ?? 'stopped',
		total: {...now.counts, seconds: (now.at - load.beganAt) / 1000},
		window: {
			...{seconds, replies, ...counts},
			rate: seconds > 0 ? replies / seconds : 0,
			cpu,
			cpuShare: seconds > 0 ? (cpu.user + cpu.system) / 1e6 / seconds : 0,
			segments: to.segments - from.segments,
			records: to.records - from.records,
		},
		errors: load.tally.errors,
	};
}

/** Whether the load came to its end, and every reply was as it should be. */
export function isGood({reason, errors}: BlockloadResult): boolean {
	const isWhole = reason === 'duration' || reason === 'completed';
	return isWhole && Object.values(errors).every(count => count === 0);
}
