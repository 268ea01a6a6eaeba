// Errors drawn from seeds, as simulations with planted truth need them.
import {seededRandom} from '../../method/random.js';

/** Draws one error of mean 0, and of standard deviation 1 unless it is said otherwise. */
export type Draw = () => number;

/** Normal errors (Box and Muller 1958). */
export function normalDraws(seed: number): Draw {
	const random = seededRandom(seed);
	return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Errors with heavy tails: Student's t with three degrees of freedom, which has no fourth moment. */
export function heavyDraws(seed: number): Draw {
	const normal = normalDraws(seed);
	return () => normal() / Math.hypot(normal(), normal(), normal());
}

/** `n` values of `make`. */
export function many<T>(n: number, make: (index: number) => T): T[] {
	return Array.from({length: n}, (_, index) => make(index));
}

/** How many of `n` cases are so, as a share. */
export function shareOf(n: number, isSo: (index: number) => boolean): number {
	return many(n, isSo).filter(Boolean).length / n;
}

/** Three standard errors of a share `p` that is counted in `n` cases. */
export function noiseOf(p: number, n: number): number {
	return 3 * Math.sqrt((p * (1 - p)) / n);
}

/** As 4.2 %. */
export function perCent(share: number): string {
	return `${(100 * share).toFixed(1)} %`;
}

/** Whether an interval misses the planted truth; one that is not there misses nothing. */
export function leavesOut(
	interval: {low: number; high: number} | undefined,
	truth: number,
): boolean {
	return interval !== undefined && (interval.low > truth || interval.high < truth);
}
