// What a run has measured.
import type {CpuTime} from '../../linux/cpu.js';
import type {EngineName} from './engine.js';
import type {ScheduleCounts} from './load.js';
import type {RateSummary} from './samples.js';
import type {Statistics} from './statistics.js';
import {BOTTLENECK_SHARE, type Window} from './window.js';

/** Figures of a run; `seconds`, `cpu` (in microseconds), `statistics` and `replyRate` are of all of it. */
export type Result = {
	readonly mode: 'closed' | 'open';
	readonly engine: EngineName;
	/** `failed`: no connection was left. */
	readonly reason: 'completed' | 'duration' | 'stopped' | 'failed';
	readonly seconds: number;
	readonly cpu: CpuTime;
	readonly statistics: Statistics;
	readonly replyRate: RateSummary;
	/** How long it was, and whether the rate had settled when it ended; undefined: there was none. */
	readonly warmup: {readonly seconds: number; readonly settled: boolean} | undefined;
	/** Connections that were open in the window, on average over its time; undefined: not known. */
	readonly held: number | undefined;
	readonly window: Window;
	readonly schedule: ScheduleCounts | undefined;
};

/** How much of one processor the client used in the window. */
export function cpuShare({cpu, seconds}: Window): number {
	return seconds === 0 ? 0 : (cpu.user + cpu.system) / 1e6 / seconds;
}

/** Whether the client's own speed was the limit, as far as its processor time tells. */
export function isBottleneck(window: Window): boolean {
	return cpuShare(window) >= BOTTLENECK_SHARE;
}

/** Replies a second in the window. */
export function windowRate({replies, seconds}: Window): number {
	return seconds === 0 ? 0 : replies / seconds;
}

/** Whether the run did what it was to do; then the exit status is 0. */
export function isGood({reason, statistics}: Result): boolean {
	return (reason === 'completed' || reason === 'duration') && statistics.replies > 0;
}
