// Options of every command whose result is verdicts, and the exit status that comes of them.
import {didYouMean} from '../../programs/nearest.js';
import {EXIT_FAILED, EXIT_VERDICT, UsageError} from '../failure.js';
import {type Comparison, judgedOf, ratiosOf} from '../method/comparison.js';
import {type Verdict, verdicts} from '../method/statistics/verdict.js';
import {readNames} from './lists.js';

/** The smallest effect that matters. */
export const effectOption = {
	effect: {
		type: 'string',
		default: '3%',
		describe: 'the smallest change that matters, as in 3% or 0.03',
	},
} as const;

/** What ends with a status of its own. */
export const failOnOption = {
	'fail-on': {
		type: 'string',
		describe: `exit with status 3 where a verdict on B is in this list, of ${verdicts.join(', ')}`,
	},
} as const;

/** The verdicts that --fail-on names. @throws UsageError that says which there are. */
export function readFailOn(text: string | undefined): Verdict[] {
	return (text === undefined ? [] : readNames('--fail-on', text)).map(name => {
		const found = verdicts.find(verdict => verdict === name);
		if (found === undefined) {
			throw new UsageError(
				`--fail-on ${name} is no verdict; there are ${verdicts.join(', ')}, and lists of them${didYouMean(name, verdicts)}`,
			);
		}

		return found;
	});
}

/** As git bisect run(1) reads it: this one cannot be tested. */
export const EXIT_CANNOT_JUDGE = 125;
/** This one is bad. */
const EXIT_BAD = 1;

/** The exit status of a comparison under git bisect run; what is worse anywhere is worse. */
export function bisectCodeOf(comparison: Comparison, failOn: readonly Verdict[]): number {
	const found = judgedOf(comparison).map(({verdict = 'cannot tell'}) => verdict);
	if (found.some(verdict => failOn.includes(verdict))) {
		return EXIT_BAD;
	}

	const isWhole = comparison.points.every(({measures}) => Object.keys(measures).length > 0);
	const ofPoints = ratiosOf(comparison);
	return isWhole &&
		ofPoints.length > 0 &&
		ofPoints.every(({verdict = 'cannot tell'}) => verdict !== 'cannot tell')
		? 0
		: EXIT_CANNOT_JUDGE;
}

/** The exit status of a comparison: 1 where there is nothing to be said. What has no interval cannot be told. */
export function exitCodeOf(comparison: Comparison, failOn: readonly Verdict[]): number {
	const found = judgedOf(comparison);
	if (found.length === 0) {
		return EXIT_FAILED;
	}

	return found.some(({verdict = 'cannot tell'}) => failOn.includes(verdict)) ? EXIT_VERDICT : 0;
}
