// deadweight gates: what makes a cell invalid.
import type {Argv} from 'yargs';
import {formatListing} from '../output/listing.js';
import {findSubject, subjectNames} from '../subjects/subject.js';
import {formatOptions, readFormat} from './format-options.js';

export function builder(yargs: Argv) {
	return yargs
		.options(formatOptions)
		.example('$0 gates', '')
		.epilogue('Exit status: 0 good, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const gates = (
		await Promise.all(
			subjectNames().map(async subject =>
				(await findSubject(subject)).gates.map(
					({name, watches, spoils, bounds = false, isPassing = false}) => ({
						...{subject, name, watches, bounds, isPassing},
						spoils: spoils ?? (bounds ? 'pace' : 'all'),
					}),
				),
			),
		)
	).flat();
	const rows = gates.map(({subject, name, spoils, bounds, watches}) => [
		subject,
		name,
		bounds ? `${spoils}: ≥` : spoils,
		watches,
	]);
	const explanation =
		'A cell that a gate fires on keeps its row, with its figures and the reason; it is drawn hollow, and\n' +
		'left out of every median and fit. Where only the pace is spoilt, what an operation cost still counts.\n' +
		'≥: something else than the subject was the limit. The cell is valid, and its rate a lower bound.';
	const table = {header: ['of', 'gate', 'spoils', 'watches'], rows, right: []};
	process.stdout.write(formatListing([table, explanation], {gates}, readFormat(argv)));
}
