// One variance for points that are alike, of what is counted and not timed.
import {quantileOfF} from './distributions.js';
import type {Variance} from './interval.js';

/** How sure it must be that a line is rougher than the steadier ones. */
const SURE = 0.99;

/** The variance of one side of a point, and the line of a graph that the point is on. */
export type OnLine = {readonly line: string; readonly own: Variance};

/**
 * One variance for all of them, weighed by their degrees of freedom; but lines that are clearly rougher
 * than the steadier ones (F test, from the steadiest on) have one of their own, so that one that does
 * not repeat well leaves the others their short intervals. A side whose own values are farther apart keeps
 * its own. Each gets half of the degrees of freedom, because a ratio has two sides, whose variances are
 * one estimate and not two, and half of that again, because points need not be alike
 * (rig/test/method-families.ts counts how often a family is then wrong).
 */
export function pool(sides: readonly OnLine[]): Variance[] {
	const lines = [...new Set(sides.map(({line}) => line))]
		.map(line => {
			const own = sides.filter(each => each.line === line).map(each => each.own);
			return {lines: [line], ...weighed(own)};
		})
		.sort((a, b) => a.variance - b.variance);
	const classes = lines.slice(0, 1);
	for (const next of lines.slice(1)) {
		const steadier = classes.at(-1) as (typeof lines)[number];
		const isRougher =
			steadier.variance > 0 &&
			next.variance / steadier.variance > quantileOfF(SURE, [next.freedom, steadier.freedom]);
		if (isRougher) {
			classes.push(next);
		} else {
			const both = {lines: [...steadier.lines, ...next.lines], ...weighed([steadier, next])};
			classes[classes.length - 1] = both;
		}
	}

	return sides.map(({line, own}) => {
		const {variance, freedom} = classes.find(each => each.lines.includes(line)) ?? own;
		return {variance: Math.max(own.variance, variance), freedom: freedom / 4};
	});
}

function weighed(variances: readonly Variance[]): Variance {
	const freedom = variances.reduce((sum, each) => sum + each.freedom, 0);
	const squares = variances.reduce((sum, each) => sum + each.variance * each.freedom, 0);
	return {variance: squares / freedom, freedom};
}
