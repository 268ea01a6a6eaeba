// deadweight list: studies with their question, mechanisms with their probe's result.
import type {Argv} from 'yargs';
import {interruption} from '../interruption.js';
import {formatSeconds} from '../method/format.js';
import type {Format} from '../output/formats.js';
import {formatListing} from '../output/listing.js';
import {tell} from '../output/tell.js';
import {watchNothing} from '../output/progress.js';
import {isForeign, type Option} from '../record/option.js';
import {planRun} from '../run/experiment.js';
import {guessOf} from '../run/guess.js';
import {findStudy, studyNames} from '../run/study.js';
import {withLocalHost} from '../site/local.js';
import {findSubject, subjectNames} from '../subjects/subject.js';
import {formatOptions, readFormat} from './format-options.js';
import {settingsTable} from './plan-text.js';

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
	process.stdout.write(
		study === undefined ? await listAll(format, signal) : await listStudy(study, format, signal),
	);
}

async function listAll(format: Format, signal: AbortSignal): Promise<string> {
	const studies = studyNames().map(name => findStudy(name));
	const options = await withLocalHost(async host => {
		const subjects = await Promise.all(subjectNames().map(async name => findSubject(name)));
		// Each starts a program, which takes longer than what it does: they start at once.
		const all = await Promise.all(
			subjects
				.flatMap(({probes}) => Object.values(probes))
				// A name that nobody has makes it tell of the servers of others, too.
				.map(async probe => probe(host, [''], signal, {})),
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

/** Levels, repeats, measures and time of a study on this machine. */
async function listStudy(name: string, format: Format, signal: AbortSignal): Promise<string> {
	const study = findStudy(name);
	const {run, subject} = await planRun(
		{study, overrides: {seed: 0}, design: {kind: 'sweep'}, cpus: {}, tune: false},
		{signal, announce: tell, watch: watchNothing},
	);
	const {settings, plan} = run;
	const guess = guessOf(run, subject);
	const seconds = plan.reduce((sum, step) => sum + guess(step), 0);
	const table = settingsTable(settings, [
		['cells', '', String(plan.length)],
		['time', 'here, about', formatSeconds(seconds)],
	]);
	return formatListing([table], {settings, cells: plan.length, seconds}, format);
}

function describeProbe({ok, reason, limit, note}: Option): string {
	const remarks = [reason, limit?.reason, note].filter(remark => remark !== undefined);
	return [ok ? 'yes' : 'no', ...remarks].join('; ');
}
