// The rate still moved when the window began: part of the warm-up was measured.
import {median, sampleStandardDeviation} from 'simple-statistics';
import type {DphttpdGate} from '../judged.js';
import {formatShare} from '../../../method/format.js';

/** The part of the window that is held against the rest. */
const FIRST = 0.2;
/** Less than this nobody would see in a graph; and noise alone goes as far as so many errors. */
const LEAST = 0.1;
const ERRORS = 4;

export default {
	watches: 'the rate in the first fifth of the window, against the rest of it',
	spoils: 'pace',
	isPassing: true,
	check({seen: {result}}) {
		const {bins} = result.window;
		const count = Math.round(bins.length * FIRST);
		const rest = bins.slice(count);
		if (count === 0 || rest.length < 2) {
			return undefined;
		}

		const usual = median(rest);
		const difference = median(bins.slice(0, count)) / usual - 1;
		const error = sampleStandardDeviation(rest) / usual / Math.sqrt(count);
		return Math.abs(difference) > Math.max(LEAST, ERRORS * error)
			? `the first fifth of the window was ${formatShare(Math.abs(difference))} ${difference < 0 ? 'slower' : 'faster'} than the rest: the warm-up had not settled; make it longer (--warmup)`
			: undefined;
	},
} satisfies DphttpdGate;
