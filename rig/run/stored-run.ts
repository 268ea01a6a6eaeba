// Runs as they were kept, those of schema 2 among them.
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {Failure} from '../failure.js';
import {cellsFile} from '../record/cells-file.js';
import type {Row} from '../record/row.js';
import {type Run, runFile} from '../record/run-file.js';
import {duetFilesOf2, readDuetOf2, upgradeRow, upgradeRun} from '../subjects/schema-2/results.js';

/** A run and its rows. */
export type StoredRun = {readonly folder: string; readonly run: Run; readonly rows: Row[]};

/** Whether a folder holds a run. */
export function holdsRun(folder: string): boolean {
	return runFile.isIn(folder) || duetFilesOf2.isIn(folder);
}

/**
 * Reads a results folder; `rows` says whether a run that was killed before its first row will do.
 * @throws Failure where there is none, or it is damaged.
 */
export function readResults(
	folder: string,
	warn: (message: string) => void,
	rows: 'some' | 'perhaps none' = 'some',
): StoredRun {
	if (!runFile.isIn(folder) && duetFilesOf2.isIn(folder)) {
		return {folder, ...readDuetOf2(folder, warn)};
	}

	const run = runFile.read(folder, upgradeRun);
	const isNone = rows === 'perhaps none' && !cellsFile.isIn(folder);
	return {folder, run, rows: isNone ? [] : cellsFile.read(folder, warn, upgradeRow(run.settings))};
}

/** The folders of runs in a folder that holds several. @throws Failure where there is none. */
export function runsBelow(folder: string): string[] {
	const names = existsSync(folder) ? readdirSync(folder).sort() : [];
	const found = names.map(name => join(folder, name)).filter(holdsRun);
	if (found.length === 0) {
		throw new Failure(
			`${folder} is no results folder: there is no run.json in it, nor in a folder below it`,
		);
	}

	return found;
}
