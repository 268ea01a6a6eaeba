// A window whose own parts differ so much that its rate says little.
import {mean, sampleStandardDeviation} from 'simple-statistics';
import type {DphttpdGate} from '../judged.js';
import {formatShare} from '../../../method/format.js';

/** How far the 95 % interval of the window's rate may reach, from its tenths (batch means). */
const WIDEST = 0.25;
/** Student's t for ten parts. */
const T9 = 2.262;

export default {
	watches: "the interval of the window's own rate, from its tenths",
	spoils: 'pace',
	check({seen: {result}}) {
		const {bins, seconds} = result.window;
		const usual = bins.length > 1 ? mean(bins) : 0;
		const reach =
			usual > 0 ? (T9 * sampleStandardDeviation(bins)) / usual / Math.sqrt(bins.length) : 0;
		if (reach <= WIDEST) {
			return undefined;
		}

		const needed = Math.ceil(10 * seconds * (reach / WIDEST) ** 2) / 10;
		return `the window is too short: its tenths give its rate within ${formatShare(reach)} only; ${Number(seconds.toFixed(1))} s should be about ${needed} s (--duration)`;
	},
} satisfies DphttpdGate;
