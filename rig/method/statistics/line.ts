// A straight line through measurements whose errors are in proportion to what is measured.
import {median} from 'simple-statistics';

/** One measurement: `x` of what is varied, and the time or cost `y`. */
export type Point = {readonly x: number; readonly y: number};

/** y = fixed + each * x. */
export type Line = {readonly fixed: number; readonly each: number};

/** Weights depend on the line, and the line on weights: so many rounds settle both. */
const ROUNDS = 3;
/** A line that dips below zero says nothing of the weight there; the share of the median that is used. */
const LEAST = 1e-6;

/**
 * Weighted least squares with weights 1/y², y of the line itself: what disturbs a measurement makes
 * all of it slower by some per cent, and a curve may span three decades. Undefined of fewer than
 * three different x: two make a line that no measurement can contradict.
 */
export function fitLine(points: readonly Point[]): Line | undefined {
	if (new Set(points.map(({x}) => x)).size < 3) {
		return undefined;
	}

	const least = median(points.map(({y}) => y)) * LEAST;
	let line = weightedLine(points.map(point => ({...point, weight: point.y ** -2})));
	for (let round = 1; round < ROUNDS; round++) {
		const former = line;
		line = weightedLine(
			points.map(({x, y}) => {
				const expected = at(former, x);
				return {x, y, weight: Math.max(expected > 0 ? expected : y, least) ** -2};
			}),
		);
	}

	return line;
}

/** What a line says of `x`. */
export function at({fixed, each}: Line, x: number): number {
	return fixed + each * x;
}

function weightedLine(points: ReadonlyArray<Point & {readonly weight: number}>): Line {
	let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
	for (const {x, y, weight} of points) {
		w += weight;
		wx += weight * x;
		wy += weight * y;
		wxx += weight * x * x;
		wxy += weight * x * y;
	}

	const each = (w * wxy - wx * wy) / (w * wxx - wx * wx);
	return {fixed: (wy - each * wx) / w, each};
}
