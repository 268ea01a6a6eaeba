// Quantiles and tails of the distributions that intervals and tests are made of.
import jStat from 'jstat';

/** What of jStat is used here; its declaration names only Student's t. */
type Distributions = typeof jStat & {
	readonly beta: {inv(p: number, alpha: number, beta: number): number};
	readonly binomial: {cdf(k: number, n: number, p: number): number};
	readonly centralF: {
		inv(p: number, freedom1: number, freedom2: number): number;
		cdf(x: number, freedom1: number, freedom2: number): number;
	};
};
const distributions = jStat as Distributions;

/** jStat loses digits beyond, where nothing changes any more. */
const MOST_FREEDOM = 100_000;

/** How many standard errors an interval of Student's t reaches to either side. */
export function studentReach(level: number, freedom: number): number {
	return jStat.studentt.inv((1 + level) / 2, Math.min(freedom, MOST_FREEDOM));
}

/** The value that an F ratio with these degrees of freedom stays below with probability `p`. */
export function quantileOfF(p: number, [above, below]: readonly [number, number]): number {
	return distributions.centralF.inv(p, above, Math.min(below, MOST_FREEDOM));
}

/** The probability that an F ratio with these degrees of freedom is larger than `ratio`. */
export function tailOfF(ratio: number, [above, below]: readonly [number, number]): number {
	return 1 - distributions.centralF.cdf(ratio, above, below);
}

/** The quantile at `p` of a beta distribution. */
export function quantileOfBeta(p: number, alpha: number, beta: number): number {
	return distributions.beta.inv(p, alpha, beta);
}

/** The probability of at most `count` heads when a coin is thrown `throws` times. */
export function fewHeads(count: number, throws: number): number {
	return distributions.binomial.cdf(count, throws, 0.5);
}
