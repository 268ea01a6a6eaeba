// Variances from few repeats, each moderated by what the others of its kind say.
import {mean, sampleVariance} from 'simple-statistics';
import type {Variance} from './interval.js';
import {digamma, inverseTrigamma, trigamma} from './polygamma.js';

/** Fewer degrees of freedom (five repeats have four) say too little of how unequal points are. */
const FEWEST_FREEDOM = 4;
/** Fewer points do not tell how unlike they are. */
const FEWEST_POINTS = 10;
/**
 * The weight of the common variance, as a share of what the fit gives it. With the whole of it
 * too many families of points of unlike spreads are wrong (rig/test/method-families.ts counts them).
 */
const CAUTION = 0.5;

/**
 * Empirical Bayes: variances are taken as drawn from a scaled inverse chi-square distribution, which
 * is fitted to the logarithms of all of them; each becomes the mean of itself and of the common one,
 * weighed by degrees of freedom (Smyth, Statistical Applications in Genetics 3, 2004). It holds for
 * points whose errors are independent of each other. Returned as they are: variances with fewer than
 * four degrees of freedom, or of 0, and all where fewer than ten remain.
 */
export function moderate(variances: readonly Variance[]): Variance[] {
	const usable = variances.filter(isUsable);
	if (usable.length < FEWEST_POINTS) {
		return [...variances];
	}

	const common = fitCommon(usable);
	return variances.map(own => (isUsable(own) ? blend(own, common) : own));
}

function isUsable({variance, freedom}: Variance): boolean {
	return variance > 0 && freedom >= FEWEST_FREEDOM;
}

/**
 * The scale of the common distribution, and its degrees of freedom: many where points are alike. How
 * unlike they are is itself estimated, from few points: one standard error is added to it.
 */
function fitCommon(variances: readonly Variance[]): Variance {
	const logs = variances.map(
		({variance, freedom}) => Math.log(variance) - digamma(freedom / 2) + Math.log(freedom / 2),
	);
	const expected = mean(variances.map(({freedom}) => trigamma(freedom / 2)));
	const found = Math.max(sampleVariance(logs), expected);
	const error = found * Math.sqrt(2 / (variances.length - 1));
	const freedom = 2 * inverseTrigamma(found - expected + error);
	return {
		variance: Math.exp(mean(logs) + digamma(freedom / 2) - Math.log(freedom / 2)),
		freedom,
	};
}

function blend(own: Variance, common: Variance): Variance {
	const weight = CAUTION * common.freedom;
	const freedom = weight + own.freedom;
	return {
		variance: (weight * common.variance + own.freedom * own.variance) / freedom,
		freedom,
	};
}
