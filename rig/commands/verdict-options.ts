// Options of every command whose result is verdicts, and the exit status that comes of them.
import {EXIT_FAILED, EXIT_VERDICT} from '../failure.js';
import {type Comparison, ratiosOf} from '../method/comparison.js';
import {type Verdict, verdicts} from '../method/verdict.js';

/** The smallest effect that matters. */
export const effectOption = {
	effect: {type: 'string', default: '3%', describe: 'the smallest effect that matters'},
} as const;

/** What ends with a status of its own. */
export const failOnOption = {
	'fail-on': {choices: verdicts, describe: 'exit with status 3 where a verdict on B is this'},
} as const;

/** The exit status of a comparison: 1 where there is nothing to be said. */
export function exitCodeOf(comparison: Comparison, failOn: Verdict | undefined): number {
	const found = ratiosOf(comparison);
	if (found.length === 0) {
		return EXIT_FAILED;
	}

	return found.some(({verdict}) => verdict === failOn) ? EXIT_VERDICT : 0;
}
