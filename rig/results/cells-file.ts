// cells.ndjson: a row per cell, appended and synced as the cell ends.
import {
	closeSync,
	existsSync,
	fsyncSync,
	openSync,
	readFileSync,
	truncateSync,
	writeSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, Failure} from '../failure.js';
import {parseStored} from './parse.js';
import {type Row, rowSchema} from './row.js';

const NAME = 'cells.ndjson';
const LINE_FEED = 10;

/** The open file of a run that goes on. */
export class CellsFile {
	readonly #fd: number;

	/** A line that a crash has cut short is cut off: what is appended begins a line. */
	constructor(folder: string) {
		const path = join(folder, NAME);
		if (existsSync(path)) {
			truncateSync(path, readFileSync(path).lastIndexOf(LINE_FEED) + 1);
		}

		this.#fd = openSync(path, 'a');
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

/** Whether a results folder has rows: one that was killed before its first has none. */
export function hasCells(folder: string): boolean {
	return existsSync(join(folder, NAME));
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
