// Whether a law is a straight line, as far as repeats can tell.
import {mean} from 'simple-statistics';
import {tailOfF} from './distributions.js';
import {at, type Line, type Point} from './line.js';

/** How far a curve is from its line. */
export type Misfit = {
	/** The mean of each x, in order, as a share above the line; below it where it is less than 0. */
	readonly misses: ReadonlyArray<{readonly x: number; readonly share: number}>;
	/** The probability of missing so far where the curve is straight. Undefined where repeats are too few. */
	readonly p: number | undefined;
};

const PARAMETERS = 2;

/**
 * The F test of lack of fit against pure error (Draper and Smith, Applied Regression Analysis, 2.1),
 * on errors relative to the line. What shifts a whole repeat is taken out of both first.
 */
export function findMisfit(repeats: ReadonlyArray<readonly Point[]>, line: Line): Misfit {
	const errors = repeats.flatMap(points => {
		const own = points.map(({x, y}) => ({x, error: y / at(line, x) - 1}));
		return own.length === 0 ? [] : [own];
	});
	const total = mean(errors.flat().map(({error}) => error));
	const centred = errors.flatMap(own => {
		const shift = mean(own.map(({error}) => error)) - total;
		return own.map(({x, error}) => ({x, error: error - shift}));
	});
	const counts = [...new Set(centred.map(({x}) => x))].sort((a, b) => a - b);
	const groups = counts.map(x => {
		const own = centred.filter(each => each.x === x).map(({error}) => error);
		return {x, own, share: mean(own)};
	});
	const lack = groups.reduce((sum, {own, share}) => sum + own.length * (share - total) ** 2, 0);
	const pure = groups.reduce(
		(sum, {own, share}) => sum + own.reduce((part, error) => part + (error - share) ** 2, 0),
		0,
	);
	const freedom = [
		counts.length - PARAMETERS,
		centred.length - counts.length - errors.length + 1,
	] as const;
	return {
		misses: groups.map(({x, share}) => ({x, share})),
		p:
			freedom[0] > 0 && freedom[1] > 0 && pure > 0
				? tailOfF(lack / freedom[0] / (pure / freedom[1]), freedom)
				: undefined,
	};
}
