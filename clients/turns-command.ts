// The command line of a load in turns, but for what it loads with.
import {commandLine, quantity} from '../programs/command-line.js';

/** How long slices are, and for how long they are played. */
export const turnOptions = {
	slice: quantity('milliseconds', {default: 5, describe: 'milliseconds of a slice, at least'}),
	warmup: quantity('seconds', {
		default: 0.5,
		describe: 'seconds of slices before those that count',
	}),
	duration: quantity('seconds', {default: 2, describe: 'seconds of slices that count'}),
} as const;

/** The command `name`, which loads two of `what`: its arguments are a and b. */
export function turnsCommand(
	name: string,
	what: string,
	given: {readonly args: readonly string[]; readonly fail: (message: string) => never},
) {
	return commandLine(name, given)
		.usage(
			'$0 <a> <b> [options]\n\n' +
				`Loads two ${what} in turns, in slices of milliseconds: what disturbs this machine\n` +
				'meets both alike, and their ratio stays (Bulej et al., ICPE 2020).',
		)
		.command('$0 <a> <b>', false, command =>
			command
				.positional('a', {type: 'string', demandOption: true})
				.positional('b', {type: 'string', demandOption: true}),
		);
}
