// Two sides compared, point by point and measure by measure: ratios with their intervals, and a verdict on each.
import type {Level} from './factor.js';
import type {Measure} from './measure.js';
import {type Ratio, independentRatio, pairedRatio, repeatsFor} from './ratio.js';
import {type Verdict, judgeCost, judgeSpeed} from './verdict.js';

/** What was measured on both sides. */
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

/** One line at one level of x: samples of each measure, by its name. */
export type PointSamples = {
	readonly name: string;
	readonly x: Level;
	/** None where a measure says nothing: the server was not what limited its rate, say. */
	readonly measures: Readonly<Record<string, Samples>>;
};

/** A ratio B/A and what it says. */
export type Compared = Ratio & {
	readonly verdict: Verdict;
	/** Where one cannot tell: so many repeats would probably do. */
	readonly repeatsNeeded?: number;
};

/** What is found at one point, by the measure's name. */
type ComparedPoint = {
	readonly name: string;
	readonly x: Level;
	readonly measures: Readonly<Record<string, Compared>>;
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

/** Compares B with A; `effect` is the smallest that matters, as in 0.03; `better` tells a measure's direction. */
export function compareSides(
	points: readonly PointSamples[],
	effect: number,
	better: (measure: string) => Measure['better'],
): Comparison {
	const tests = points.flatMap(({measures}) => Object.values(measures).filter(isEnough)).length;
	const level = 1 - (1 - CONFIDENCE) / Math.max(1, tests);
	const compared = (measure: string, samples: Samples): Compared | undefined => {
		const ratio = ratioOf(samples, level);
		if (ratio === undefined) {
			return undefined;
		}

		const judge = better(measure) === 'more' ? judgeSpeed : judgeCost;
		return samples.kind === 'independent' && samples.drift === undefined
			? {...ratio, verdict: 'cannot tell'}
			: withVerdict(ratio, judge(ratio, effect), {effect, level});
	};
	return {
		effect,
		confidence: CONFIDENCE,
		tests,
		level,
		points: points.map(({name, x, measures}) => ({
			name,
			x,
			measures: Object.fromEntries(
				Object.entries(measures).flatMap(([measure, samples]) => {
					const found = compared(measure, samples);
					return found === undefined ? [] : [[measure, found]];
				}),
			),
		})),
	};
}

/** Every ratio of a comparison. */
export function ratiosOf({points}: Comparison): Compared[] {
	return points.flatMap(({measures}) => Object.values(measures));
}

function isEnough(samples: Samples): boolean {
	return ratioOf(samples, CONFIDENCE) !== undefined;
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
