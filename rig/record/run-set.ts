// One side of a comparison: a run, or a folder that holds several runs of one study.
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {Failure, UsageError} from '../failure.js';
import {cellsFile} from './cells-file.js';
import {type Difference, differencesOf} from './changes.js';
import type {Row} from './row.js';
import {type Run, runFile} from './run-file.js';
import {isGrowing, type Settings} from '../run/settings.js';

/** A run and its rows. */
export type StoredRun = {readonly folder: string; readonly run: Run; readonly rows: readonly Row[]};

/** At least one run; all answer one question in one way. */
export type RunSet = {readonly folder: string; readonly runs: readonly [StoredRun, ...StoredRun[]]};

/**
 * Reads a results folder, or a folder of them.
 * @throws Failure where there is no run, or one is damaged; UsageError where they are not of one kind.
 */
export function readRunSet(folder: string, warn: (message: string) => void): RunSet {
	const folders = runFile.isIn(folder) ? [folder] : runsBelow(folder);
	const [first, ...others] = folders.map(each => {
		const run = runFile.read(each);
		return {folder: each, run, rows: cellsFile.read(each, warn)};
	});
	if (first === undefined) {
		throw new Failure(
			`${folder} is no results folder: there is no run.json in it, nor in a folder below it`,
		);
	}

	for (const other of others) {
		refuseOther(first, other);
	}

	return {folder, runs: [first, ...others]};
}

/** The rows of all its runs. */
export function rowsOf({runs}: RunSet): Row[] {
	return runs.flatMap(({rows}) => rows);
}

/**
 * Passes two runs that ask the same.
 * @throws UsageError that names what differs: study, load or topology.
 */
export function refuseOther(a: StoredRun, b: StoredRun): void {
	const differences = differencesOf(askedOf(a.run), askedOf(b.run));
	if (differences.length > 0) {
		const words = differences.map(({name, before, after}) => `${name} is ${before} and ${after}`);
		throw new UsageError(
			`${a.folder} and ${b.folder} cannot be compared: ${words.join('; ')}; run both with the same study, load and topology`,
		);
	}
}

/** What two runs were told differently that may differ: it is what they are compared for. */
export function settingsDifferences(a: Run, b: Run): Difference[] {
	return differencesOf(toldOf(a.settings), toldOf(b.settings));
}

/** Study, load and topology. */
function askedOf({settings, topology, lab}: Run): Record<string, string> {
	const {subject, study, paper} = settings;
	const load =
		settings.subject === 'dphttpd'
			? {
					'active connections': String(settings.connections),
					"reply's size": String(settings.msgsize),
					population: isGrowing(settings) ? 'grown from cell to cell' : 'of each cell',
				}
			: {
					'message threads': String(settings.messageThreads),
					generations: String(settings.maxGeneration),
					routing: settings.routing,
				};
	return {
		...{study, subject, ...load},
		load: paper ? 'to completion' : 'for a time',
		hosts: topology.label,
		'dead hosts': String(lab?.dead.length ?? 1),
		'CPUs of the server': topology.server.join(','),
		'CPUs of the load': topology.load.join(','),
	};
}

function toldOf(settings: Settings): Record<string, string> {
	const {repeats, duration} = settings;
	return {
		repeats: String(repeats),
		window: `${duration} s`,
		...(settings.subject === 'dphttpd' && {
			'warm-up': `${settings.warmup} s`,
			faults: settings.faults === undefined ? 'none' : JSON.stringify(settings.faults),
		}),
	};
}

function runsBelow(folder: string): string[] {
	try {
		return readdirSync(folder)
			.sort()
			.map(name => join(folder, name))
			.filter(each => runFile.isIn(each));
	} catch {
		return [];
	}
}
