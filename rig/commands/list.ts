// deadweight list: studies with their question, mechanisms with their probe's result.
import type {Argv} from 'yargs';
import {interruption} from '../interruption.js';
import type {Format} from '../output/formats.js';
import {formatListing} from '../output/listing.js';
import {isForeign, type Option} from '../record/option.js';
import {findStudy, studyNames} from '../run/study.js';
import {withThisHost} from '../site/here.js';
import {findPrograms, findSubject, subjectNames} from '../subjects/subject.js';
import {formatOptions, readFormat} from './format-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('study', {
			type: 'string',
			describe: 'study: show its levels, repeats, measures and time here [none: list all]',
		})
		.options(formatOptions)
		.example('$0 list', '')
		.example('$0 list quick', 'what it varies and fixes, and how long it takes')
		.epilogue('Exit status: 0 good, 1 failed, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const {study} = argv;
	const format = readFormat(argv);
	const signal = interruption();
	if (study === undefined) {
		process.stdout.write(await listAll(format, signal));
		return;
	}

	// What plans a run takes as long to load as all else.
	const {listStudy} = await import('./list-study.js');
	process.stdout.write(await listStudy(study, format, signal));
}

async function listAll(format: Format, signal: AbortSignal): Promise<string> {
	const studies = studyNames().map(name => findStudy(name));
	const options = await withThisHost(await findPrograms(), async host => {
		const subjects = await Promise.all(subjectNames().map(async name => findSubject(name)));
		// Each starts programs, which takes longer than what they do: they start at once.
		const all = await Promise.all(
			subjects
				.flatMap(({probes}) => Object.values(probes))
				.map(async probe => probe(host, 'everything', signal, {})),
		);
		const found = new Map<string, Option>();
		for (const option of all.flat()) {
			found.set(option.name, found.get(option.name) ?? option);
		}

		return [...found.values()];
	});
	const [servers, mechanisms] = [
		options.filter(isForeign),
		options.filter(option => !isForeign(option)),
	];
	const table = (header: string[], rows: string[][]) => ({header, rows, right: []});
	return formatListing(
		[
			table(
				['study', 'question'],
				studies.map(({name, question}) => [name, question]),
			),
			table(
				['mechanism', 'kind', 'here'],
				mechanisms.map(mechanism => [mechanism.name, mechanism.kind, describeProbe(mechanism)]),
			),
			table(
				['server of others', 'here'],
				servers.map(server => [server.name, describeProbe(server)]),
			),
		],
		{studies: studies.map(({file: _, ...study}) => study), mechanisms, servers},
		format,
	);
}

function describeProbe({ok, reason, limit, note}: Option): string {
	const remarks = [reason, limit?.reason, note].filter(remark => remark !== undefined);
	return [ok ? 'yes' : 'no', ...remarks].join('; ');
}
