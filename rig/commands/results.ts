// deadweight results: the results folders that there are.
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {describe as describeError, Failure} from '../failure.js';
import {formatListing, type Part} from '../output/listing.js';
import {seriesFile} from '../record/series-file.js';
import {holdsRun, readResults} from '../run/stored-run.js';
import {formatOptions, readFormat} from './format-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('dir', {type: 'string', default: 'results', describe: 'the folder that holds them'})
		.options(formatOptions)
		.example('$0 results', 'then: deadweight show results/…')
		.epilogue('Exit status: 0 good, 1 the folder cannot be read, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

/** A results folder in a line. */
type Listed = {
	readonly folder: string;
	readonly kind: string;
	readonly study: string;
	readonly startedAt: string;
	/** Steps that have a row, of those in the plan. */
	readonly done: number;
	readonly of: number;
	/** Why it cannot be read. */
	readonly fault?: string;
};

export function handler(argv: Arguments): void {
	const {dir} = argv;
	const format = readFormat(argv);
	const found = foldersIn(dir).flatMap(folder => look(folder) ?? []);
	process.stdout.write(formatListing([tableOf(found, dir)], {results: found}, format));
}

function foldersIn(dir: string): string[] {
	try {
		return readdirSync(dir)
			.sort()
			.map(name => join(dir, name));
	} catch (error) {
		const {code = ''} = error as NodeJS.ErrnoException;
		const why = code === 'ENOENT' ? 'there is no such folder' : describeError(error);
		throw new Failure(
			`there are no results in ${dir}: ${why}; name the folder that holds results folders, as in deadweight results DIR`,
		);
	}
}

/** Undefined where a folder holds no results. */
function look(folder: string): Listed | undefined {
	try {
		if (seriesFile.isIn(folder)) {
			const {kind, study, startedAt, members} = seriesFile.read(folder);
			const done = members.filter(member => holdsRun(join(folder, member.folder))).length;
			return {folder, kind, study, startedAt, done, of: members.length};
		}

		if (holdsRun(folder)) {
			const {run, rows} = readResults(folder, () => undefined, 'perhaps none');
			const {settings, startedAt, plan} = run;
			const done = new Set(rows.map(({index}) => index)).size;
			const kind = settings.design.kind === 'duet' ? 'duet' : 'run';
			return {folder, kind, study: settings.study, startedAt, done, of: plan.length};
		}
	} catch (error) {
		const none = {study: '', startedAt: '', done: 0, of: 0};
		return {folder, kind: 'damaged', ...none, fault: describeError(error)};
	}

	return existsSync(join(folder, 'comparison.json'))
		? {folder, kind: 'comparison', study: '', startedAt: '', done: 1, of: 1}
		: undefined;
}

function tableOf(found: readonly Listed[], dir: string): Part {
	return found.length === 0
		? `There are no results in ${dir}.`
		: {
				header: ['folder', 'what', 'study', 'begun (UTC)', 'steps', ''],
				rows: found.map(({folder, kind, study, startedAt, done, of, fault}) => [
					folder,
					kind,
					study,
					startedAt.slice(0, 16).replace('T', ' '),
					kind === 'comparison' || kind === 'damaged' ? '' : `${done} of ${of}`,
					fault ?? (done < of ? 'interrupted: --resume goes on' : ''),
				]),
				right: [4],
			};
}
