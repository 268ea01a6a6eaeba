// cells.ndjson: a row per cell, appended and synced as the cell ends.
import {closeSync, fsyncSync, openSync, readFileSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {describe, Failure} from '../failure.js';
import {parseStored} from './parse.js';
import {type Row, rowSchema} from './row.js';

const NAME = 'cells.ndjson';

/** The open file of a run that goes on. */
export class CellsFile {
	readonly #fd: number;

	constructor(folder: string) {
		this.#fd = openSync(join(folder, NAME), 'a');
	}

	/** Adds a row; it is on the disk when this returns. */
	append(row: Row): void {
		writeSync(this.#fd, JSON.stringify(row) + '\n');
		fsyncSync(this.#fd);
	}

	close(): void {
		closeSync(this.#fd);
	}
}

/**
 * Reads the rows of a results folder. A last line that was cut short, as by a crash in the middle of
 * a write, is left out: `warn` is told.
 * @throws Failure where any other line is no row.
 */
export function readCells(folder: string, warn: (message: string) => void): Row[] {
	const path = join(folder, NAME);
	let text;
	try {
		text = readFileSync(path, 'utf8');
	} catch (error) {
		throw new Failure(`${folder} has no rows: ${describe(error)}`);
	}

	const lines = text.split('\n');
	const torn = lines.pop() ?? '';
	if (torn !== '') {
		warn(`${path}: the last line was cut short and is left out`);
	}

	return lines.map((line, index) => parseStored(rowSchema, line, `${path}, line ${index + 1}`));
}
