// The scaling law of a curve: time per operation = a + b * N.
import {median, quantileSorted} from 'simple-statistics';
import {seededRandom} from './random.js';

/** A value with its 95 % interval. */
export type Interval = {readonly value: number; readonly low: number; readonly high: number};

/** `a` in the unit of y, `b` in that of y for one of x. */
export type Law = {readonly a: Interval; readonly b: Interval};

/** One measurement. */
export type Measurement = {readonly x: number; readonly y: number};

type Line = {
	readonly a: number;
	readonly b: number;
	/** Their standard errors. */
	readonly errorA: number;
	readonly errorB: number;
};

const RESAMPLES = 1000;
const LEVEL = 0.95;
const SEED = 20_021_030;
const PARAMETERS = 2;
/** Weights depend on the line, and the line on weights: this many rounds settle both. */
const ROUNDS = 3;

/**
 * Least squares of y = a + b * x, where errors are in proportion to y: what disturbs a measurement
 * (a neighbour, a clock rate) makes all of it slower by some percent, and a curve of poll spans three
 * decades. So residuals are weighed by 1/y², with y of the line itself. The intervals are those of
 * the studentised bootstrap of relative residuals (Davison and Hinkley 1997, 6.2 and 6.3), which also
 * hold for the dozen points of a published curve; where the law does not hold, what it misses is in
 * the residuals too, and makes them wider. Undefined of fewer than three different x.
 */
export function fitLaw(points: readonly Measurement[]): Law | undefined {
	if (new Set(points.map(({x}) => x)).size <= PARAMETERS) {
		return undefined;
	}

	const line = fitLine(points);
	const random = seededRandom(SEED);
	const expected = points.map(({x}) => line.a + line.b * x);
	const residuals = points.map(({y}, index) => y / (expected[index] as number) - 1);
	const centre = residuals.reduce((sum, each) => sum + each, 0) / residuals.length;
	const lines = Array.from({length: RESAMPLES}, () =>
		fitLine(
			points.map(({x}, index) => {
				const residual = residuals[Math.floor(random() * residuals.length)] as number;
				return {x, y: (expected[index] as number) * (1 + residual - centre)};
			}),
		),
	);
	return {
		a: studentised(
			line.a,
			line.errorA,
			lines.map(({a, errorA}) => (a - line.a) / errorA),
		),
		b: studentised(
			line.b,
			line.errorB,
			lines.map(({b, errorB}) => (b - line.b) / errorB),
		),
	};
}

/** `ratios` are how many standard errors the resamples lie off; NaN where there is no error at all. */
function studentised(value: number, error: number, ratios: number[]): Interval {
	const sorted = ratios.filter(ratio => Number.isFinite(ratio)).sort((a, b) => a - b);
	if (sorted.length === 0) {
		return {value, low: value, high: value};
	}

	return {
		value,
		low: value - error * quantileSorted(sorted, (1 + LEVEL) / 2),
		high: value - error * quantileSorted(sorted, (1 - LEVEL) / 2),
	};
}

function fitLine(points: readonly Measurement[]): Line {
	const least = median(points.map(({y}) => y)) * 1e-6;
	let line: Line | undefined;
	for (let round = 0; round < ROUNDS; round++) {
		const former = line;
		line = weightedLine(points, ({x, y}) => {
			const expected = former ? former.a + former.b * x : y;
			// A line that dips below zero somewhere says nothing of the weight there.
			return 1 / Math.max(expected > 0 ? expected : y, least) ** 2;
		});
	}

	return line as Line;
}

function weightedLine(
	points: readonly Measurement[],
	weightOf: (point: Measurement) => number,
): Line {
	let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
	const weights = points.map(weightOf);
	points.forEach(({x, y}, index) => {
		const weight = weights[index] as number;
		w += weight;
		wx += weight * x;
		wy += weight * y;
		wxx += weight * x * x;
		wxy += weight * x * y;
	});
	const determinant = w * wxx - wx * wx;
	const b = (w * wxy - wx * wy) / determinant;
	const a = (wy - b * wx) / w;
	const squares = points.reduce(
		(sum, {x, y}, index) => sum + (weights[index] as number) * (y - a - b * x) ** 2,
		0,
	);
	const variance = squares / (points.length - PARAMETERS);
	return {
		a,
		b,
		errorA: Math.sqrt((variance * wxx) / determinant),
		errorB: Math.sqrt((variance * w) / determinant),
	};
}
