// What one of several processes has measured, and how the parts make one result.
import {monotonicSeconds} from '../../linux/clock.js';
import {ReplyTimes} from './reply-times.js';
import type {Result} from './result.js';
import {Statistics, type StatisticsFigures} from './statistics.js';
import type {Window, WindowFigures} from './window.js';

/** A part, as JSON has it. */
export type Part = Omit<Result, 'statistics' | 'window' | 'processes'> & {
	readonly statistics: StatisticsFigures;
	readonly window: Pick<Window, 'replies' | 'bins' | 'leftOut' | 'cpu' | 'cpuShare'> & {
		/** When it began and ended, of CLOCK_MONOTONIC in seconds; none where it never began. */
		readonly times: {readonly from: number; readonly to: number} | undefined;
		readonly replyTimes: string;
		readonly rawReplyTimes: string | undefined;
	};
};

/** The part of this process. */
export function partOf({statistics, ...result}: Result, window: Window): Part {
	const {replies, bins, leftOut, cpu, cpuShare, replyTimes, rawReplyTimes} = window;
	const offset = monotonicSeconds() - performance.now() / 1000;
	const at = (time: number) => offset + time / 1000;
	return {
		...result,
		statistics: statistics.toJSON(),
		window: {
			...{replies, bins, leftOut, cpu, cpuShare},
			times: window.seconds > 0 ? {from: at(window.beganAt), to: at(window.endedAt)} : undefined,
			replyTimes: replyTimes.toJSON(),
			rawReplyTimes: rawReplyTimes?.toJSON(),
		},
	};
}

/** All parts, of which there is one at least, as if one process had measured them. */
export function mergeParts(parts: readonly Part[]): Result {
	const [first] = parts as [Part];
	const {mode, engine} = first;
	const statistics = new Statistics();
	for (const part of parts) {
		statistics.merge(part.statistics);
	}

	const warmups = parts.flatMap(({warmup}) => warmup ?? []);
	const held = parts.flatMap(part => part.held ?? []);
	return {
		...{mode, engine, statistics, processes: parts.length},
		reason: reasons.find(reason => parts.some(part => part.reason === reason)) ?? first.reason,
		seconds: Math.max(...parts.map(({seconds}) => seconds)),
		cpu: sumOf(parts.map(({cpu}) => cpu)) as Result['cpu'],
		replyRates: first.replyRates.flatMap((_, index) => {
			const rates = parts.flatMap(({replyRates}) => replyRates[index] ?? []);
			return rates.length === parts.length ? [total(rates)] : [];
		}),
		warmup:
			warmups.length === 0
				? undefined
				: {
						seconds: Math.max(...warmups.map(({seconds}) => seconds)),
						settled: warmups.every(({settled}) => settled),
					},
		held: held.length === parts.length ? total(held) : undefined,
		window: mergeWindows(parts.map(({window}) => window)),
		schedule:
			first.schedule &&
			(sumOf(parts.flatMap(({schedule}) => schedule ?? [])) as typeof first.schedule),
	};
}

/** What one of them came to, all came to. */
const reasons = ['failed', 'stopped', 'duration', 'completed'] as const;

function mergeWindows(windows: ReadonlyArray<Part['window']>): WindowFigures {
	const times = windows.flatMap(window => window.times ?? []);
	const replyTimes = new ReplyTimes();
	const rawReplyTimes = windows.some(window => window.rawReplyTimes) ? new ReplyTimes() : undefined;
	for (const window of windows) {
		replyTimes.add(window.replyTimes);
		if (window.rawReplyTimes !== undefined) {
			rawReplyTimes?.add(window.rawReplyTimes);
		}
	}

	const bins = windows.map(window => window.bins);
	return {
		seconds:
			times.length === 0
				? 0
				: Math.max(...times.map(({to}) => to)) - Math.min(...times.map(({from}) => from)),
		replies: total(windows.map(({replies}) => replies)),
		bins: (bins[0] ?? []).flatMap((_, index) =>
			bins.every(each => each.length > 0) ? [total(bins.map(each => each[index] ?? 0))] : [],
		),
		leftOut: {
			seconds: Math.max(...windows.map(({leftOut}) => leftOut.seconds)),
			replies: total(windows.map(({leftOut}) => leftOut.replies)),
		},
		cpu: sumOf(windows.map(({cpu}) => cpu)) as WindowFigures['cpu'],
		// Of the busiest: it is the one that was at its limit, if one was.
		cpuShare: Math.max(...windows.map(({cpuShare}) => cpuShare)),
		...{replyTimes, rawReplyTimes},
	};
}

function sumOf(all: ReadonlyArray<Readonly<Record<string, number>>>): Record<string, number> {
	const names = Object.keys(all[0] ?? {});
	return Object.fromEntries(names.map(name => [name, total(all.map(each => each[name] ?? 0))]));
}

function total(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0);
}
