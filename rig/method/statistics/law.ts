// The scaling law of a curve, from whole repeats: y = fixed + each * x, and whether it holds.
import {mean} from 'simple-statistics';
import {type Interval, meanInterval} from './interval.js';
import {findMisfit, type Misfit} from './lack-of-fit.js';
import {fitLine, type Line, type Point} from './line.js';

/** A value, with its interval where there is one. */
export type Found = {readonly value: number; readonly interval: Interval | undefined};

/** How much one more costs between two neighbouring counts. */
export type LocalSlope = Found & {readonly from: number; readonly to: number};

/** What a curve says as a whole. */
export type Law = {
	/** In the unit of y. */
	readonly fixed: Found;
	/** In the unit of y, for one of x. */
	readonly each: Found;
	/** So many repeats have a law of their own. */
	readonly n: number;
	readonly misfit: Misfit;
	/** That a line describes the curve is not refuted. Where it is, go by the slopes. */
	readonly holds: boolean;
	readonly slopes: readonly LocalSlope[];
};

const LEVEL = 0.95;

/**
 * The law of a curve that was measured in several whole repeats (or runs, boots, pairs), a list of
 * points each. What a repeat says as a whole is one value, because all of it may be off together: a
 * line is fitted to each repeat of at least three counts, and the intervals are Student's t of those.
 * Resampling three or five whole repeats would cover 75 to 87 % at most. Undefined where all points
 * together have fewer than three counts.
 */
export function lawOf(repeats: ReadonlyArray<readonly Point[]>): Law | undefined {
	const whole = fitLine(repeats.flat());
	if (whole === undefined) {
		return undefined;
	}

	const lines = linesOf(repeats);
	const misfit = findMisfit(repeats, whole);
	return {
		fixed: found(
			lines.map(({fixed}) => fixed),
			whole.fixed,
		),
		each: found(
			lines.map(({each}) => each),
			whole.each,
		),
		n: lines.length,
		misfit,
		holds: misfit.p === undefined || misfit.p >= 1 - LEVEL,
		slopes: slopesOf(repeats),
	};
}

/** The line of each repeat that has one: the values by which laws of two sides are compared. */
export function linesOf(repeats: ReadonlyArray<readonly Point[]>): Line[] {
	return repeats.flatMap(points => fitLine(points) ?? []);
}

function slopesOf(repeats: ReadonlyArray<readonly Point[]>): LocalSlope[] {
	const counts = [...new Set(repeats.flat().map(({x}) => x))].sort((a, b) => a - b);
	return counts.slice(1).flatMap((to, index) => {
		const from = counts[index] as number;
		const slopes = repeats.flatMap(points => {
			const [left, right] = [from, to].map(x => points.find(point => point.x === x)?.y);
			return left === undefined || right === undefined ? [] : [(right - left) / (to - from)];
		});
		return slopes.length === 0 ? [] : [{from, to, ...found(slopes, mean(slopes))}];
	});
}

/** The mean of `values`; of fewer than two, `otherwise` and no interval. */
function found(values: readonly number[], otherwise: number): Found {
	const interval = meanInterval(values, LEVEL);
	return {value: interval?.value ?? otherwise, interval};
}
