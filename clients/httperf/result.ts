// What a run has measured.
import type {CpuTime} from '../../linux/cpu.js';
import type {EngineName} from './engine.js';
import type {ScheduleCounts} from './load.js';
import type {Statistics} from './statistics.js';
import {BOTTLENECK_SHARE, type WindowFigures} from './window.js';

/** Figures of a run; `seconds`, `cpu` (in microseconds), `statistics` and `replyRates` are of all of it. */
export type Result = {
	readonly mode: 'closed' | 'open';
	readonly engine: EngineName;
	/** Of which the figures are, where there were several; undefined: of this one. */
	readonly processes?: number | undefined;
	/** `failed`: no connection was left. */
	readonly reason: 'completed' | 'duration' | 'stopped' | 'failed';
	readonly seconds: number;
	readonly cpu: CpuTime;
	readonly statistics: Statistics;
	/** Replies a second, of every 5 s. */
	readonly replyRates: readonly number[];
	/** How long it was, and whether the rate had settled when it ended; undefined: there was none. */
	readonly warmup: {readonly seconds: number; readonly settled: boolean} | undefined;
	/** Connections that were open in the window, on average over its time; undefined: not known. */
	readonly held: number | undefined;
	readonly window: WindowFigures;
	readonly schedule: ScheduleCounts | undefined;
};

/** Whether the client's own speed was the limit, as far as its processor time tells. */
export function isBottleneck({cpuShare}: WindowFigures): boolean {
	return cpuShare >= BOTTLENECK_SHARE;
}

/** Replies a second in the window. */
export function windowRate({replies, seconds}: WindowFigures): number {
	return seconds === 0 ? 0 : replies / seconds;
}

/** Whether the run did what it was to do; then the exit status is 0. */
export function isGood({reason, statistics}: Result): boolean {
	return (reason === 'completed' || reason === 'duration') && statistics.replies > 0;
}
