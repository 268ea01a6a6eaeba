// Two sides compared, point by point: ratios with their intervals, and a verdict on each.
import {type Ratio, independentRatio, pairedRatio, repeatsFor} from './ratio.js';
import {type Verdict, judgeCost, judgeSpeed} from './verdict.js';

/** What was measured of one figure on both sides. */
export type Samples =
	/** Logarithms of B/A, pair by pair. */
	| {readonly kind: 'paired'; readonly logs: readonly number[]}
	/** Values that have nothing to do with each other. */
	| {
			readonly kind: 'independent';
			readonly a: readonly number[];
			readonly b: readonly number[];
			/** By how much a side as a whole may be off (its standard deviation, of the logarithm); unknown: no verdict. */
			readonly drift: number | undefined;
	  };

/** One curve at one count. */
export type PointSamples = {
	readonly name: string;
	readonly count: number;
	/** Undefined where a side was not the limit of its rate. */
	readonly rate: Samples | undefined;
	/** Processor time of an operation. */
	readonly cpu: Samples | undefined;
};

/** A ratio B/A and what it says. */
export type Compared = Ratio & {
	readonly verdict: Verdict;
	/** Where one cannot tell: so many repeats would probably do. */
	readonly repeatsNeeded?: number;
};

/** What is found at one point. */
type ComparedPoint = {
	readonly name: string;
	readonly count: number;
	readonly rate: Compared | undefined;
	readonly cpu: Compared | undefined;
};

/** All points, and how sure each interval is, so that all of them hold together. */
export type Comparison = {
	readonly effect: number;
	/** Of all intervals together. */
	readonly confidence: number;
	/** How many ratios are judged, and the level of each one's interval (Bonferroni). */
	readonly tests: number;
	readonly level: number;
	readonly points: readonly ComparedPoint[];
};

/** That all intervals of a comparison hold. */
const CONFIDENCE = 0.95;

/** Compares B with A; `effect` is the smallest that matters, as in 0.03. */
export function compareSides(points: readonly PointSamples[], effect: number): Comparison {
	const tests = points.flatMap(({rate, cpu}) => [rate, cpu].filter(isEnough)).length;
	const level = 1 - (1 - CONFIDENCE) / Math.max(1, tests);
	const compared = (samples: Samples | undefined, judge: typeof judgeSpeed) => {
		const ratio = samples && ratioOf(samples, level);
		if (samples === undefined || ratio === undefined) {
			return undefined;
		}

		return samples.kind === 'independent' && samples.drift === undefined
			? {...ratio, verdict: 'cannot tell' as const}
			: withVerdict(ratio, judge(ratio, effect), {effect, level});
	};
	return {
		effect,
		confidence: CONFIDENCE,
		tests,
		level,
		points: points.map(({name, count, rate, cpu}) => ({
			name,
			count,
			rate: compared(rate, judgeSpeed),
			cpu: compared(cpu, judgeCost),
		})),
	};
}

/** Every verdict of a comparison. */
export function verdictsOf({points}: Comparison): Verdict[] {
	return points.flatMap(({rate, cpu}) =>
		[rate, cpu].flatMap(compared => (compared ? [compared.verdict] : [])),
	);
}

function isEnough(samples: Samples | undefined): boolean {
	return samples !== undefined && ratioOf(samples, CONFIDENCE) !== undefined;
}

function ratioOf(samples: Samples, level: number): Ratio | undefined {
	return samples.kind === 'paired'
		? pairedRatio(samples.logs, level)
		: independentRatio(samples.a, samples.b, {level, drift: samples.drift ?? 0});
}

function withVerdict(
	ratio: Ratio,
	verdict: Verdict,
	{effect, level}: {effect: number; level: number},
): Compared {
	return verdict === 'cannot tell'
		? {...ratio, verdict, repeatsNeeded: repeatsFor(effect, ratio.spread, level)}
		: {...ratio, verdict};
}
