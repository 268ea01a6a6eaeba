// Digamma and trigamma: the mean and the variance of the logarithm of an estimated variance.

/** From here on the asymptotic series are exact to twelve digits. */
const LARGE = 12;

/** The derivative of ln Γ at x > 0 (Abramowitz and Stegun 6.3.5, 6.3.18). */
export function digamma(x: number): number {
	let [at, below] = [x, 0];
	for (; at < LARGE; at++) {
		below += 1 / at;
	}

	const square = 1 / at ** 2;
	return (
		Math.log(at) -
		1 / (2 * at) -
		square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240))) -
		below
	);
}

/** The second derivative of ln Γ at x > 0 (6.4.6, 6.4.12). */
export function trigamma(x: number): number {
	let [at, below] = [x, 0];
	for (; at < LARGE; at++) {
		below += 1 / at ** 2;
	}

	const square = 1 / at ** 2;
	return (
		below +
		1 / at +
		square / 2 +
		(square / at) * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square / 30)))
	);
}

/** The x at which trigamma is `y` > 0; trigamma falls all the way, so bisection finds it. */
export function inverseTrigamma(y: number): number {
	let [low, high] = [-40, 40];
	for (let round = 0; round < 60; round++) {
		const middle = (low + high) / 2;
		if (trigamma(Math.exp(middle)) > y) {
			low = middle;
		} else {
			high = middle;
		}
	}

	return Math.exp((low + high) / 2);
}
