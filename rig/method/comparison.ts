// Two sides compared, point by point, measure by measure and law by law: one family of verdicts.
import type {Level} from './factor.js';
import type {Measure} from './measure.js';
import {type Compared, judge, type Judged} from './statistics/judge.js';
import type {Median} from './statistics/median.js';
import type {Samples} from './statistics/samples.js';

/** One line at one level of x: samples of each measure, by its name. */
export type PointSamples = {
	readonly name: string;
	readonly x: Level;
	/** None where a measure says nothing: something else was what limited a rate, say. */
	readonly measures: Readonly<Record<string, Samples>>;
	/** What each side measured, by the measure's name. */
	readonly sides?: Readonly<Record<string, Sides>>;
};

/** The medians of the values of both sides; undefined of none. */
export type Sides = {readonly a: Median | undefined; readonly b: Median | undefined};

/** The scaling law of one line on both sides: what one more of x costs, in nanoseconds. */
export type LawSamples = {
	readonly name: string;
	readonly a: number;
	readonly b: number;
	/** A value a run, or a pair, because all points of one may be off together. */
	readonly samples: Samples;
};

/** What is found at one point, by the measure's name. */
type ComparedPoint = {
	readonly name: string;
	readonly x: Level;
	readonly measures: Readonly<Record<string, Judged & Partial<Sides>>>;
};

/** What is found of a law: B less A. */
export type ComparedLaw = Judged & Pick<LawSamples, 'name' | 'a' | 'b'>;

/** All of it, and how sure each interval is, so that all of them hold together. */
export type Comparison = {
	readonly effect: number;
	/** Of all intervals together. */
	readonly confidence: number;
	/** How many have an interval, and the level of each one's (Bonferroni). */
	readonly tests: number;
	readonly level: number;
	readonly points: readonly ComparedPoint[];
	readonly laws: readonly ComparedLaw[];
	/** By measure, what all points of two runs in sequence share: each of them is judged against it. */
	readonly shifts: Readonly<Record<string, Judged>>;
};

/** Compares B with A; `effect` is the smallest that matters, as in 0.03; `better` tells a measure's direction. */
export function compareSides(
	points: readonly PointSamples[],
	laws: readonly LawSamples[],
	effect: number,
	better: (measure: string) => Measure['better'],
): Comparison {
	const asked = points.flatMap(({name, measures}, index) =>
		Object.entries(measures).map(([measure, samples]) => ({
			...{index, measure, samples, line: name},
			better: better(measure),
		})),
	);
	// A name that no measure has: laws share no spread, and no shift, with points.
	const slopes = laws.map(({samples}): Compared => ({
		...{samples, measure: 'scaling law', scale: 'difference', better: 'less'},
	}));
	const {points: found, shifts, ...family} = judge([...asked, ...slopes], {effect});
	const measuresOf = (point: number) =>
		Object.fromEntries(
			asked.flatMap(({index, measure}, place) => {
				const judged = found[place];
				return index === point && judged
					? [[measure, {...judged, ...points[point]?.sides?.[measure]}]]
					: [];
			}),
		);
	return {
		effect,
		...family,
		points: points.map(({name, x}, index) => ({name, x, measures: measuresOf(index)})),
		laws: laws.flatMap(({name, a, b}, index) => {
			const judged = found[asked.length + index];
			return judged ? [{name, a, b, ...judged}] : [];
		}),
		shifts: Object.fromEntries(shifts),
	};
}

/** Every ratio of a comparison's points. */
export function ratiosOf({points}: Pick<Comparison, 'points'>): Judged[] {
	return points.flatMap(({measures}) => Object.values(measures));
}

/** Everything that may have a verdict: points, laws, and what all points share. */
export function judgedOf(comparison: Comparison): Judged[] {
	return [...ratiosOf(comparison), ...comparison.laws, ...Object.values(comparison.shifts)];
}
