// A file of rows in a results folder: each is appended and synced as soon as there is one.
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import type {z} from 'zod';
import {describe, Failure} from '../failure.js';
import {parseStored, type Upgrade} from './parse.js';
import {readLines, SyncedLines} from './synced-lines.js';

/** The open rows of a run that goes on. */
export type OpenRows<T> = {append(row: T): void; close(): void};

/** Rows of one kind, under one name in every results folder. */
export class RowsFile<T> {
	constructor(
		private readonly name: string,
		private readonly schema: z.ZodType<T>,
	) {}

	/** Whether a results folder has rows: one that was killed before its first has none. */
	isIn(folder: string): boolean {
		return existsSync(join(folder, this.name));
	}

	/**
	 * Reads the rows of a results folder. A last line that was cut short, as by a crash in the middle of
	 * a write, is left out: `warn` is told.
	 * @throws Failure where any other line is no row.
	 */
	read(folder: string, warn: (message: string) => void, upgrade?: Upgrade): T[] {
		const path = join(folder, this.name);
		let read;
		try {
			read = readLines(path);
		} catch (error) {
			throw new Failure(`${folder} has no rows: ${describe(error)}`);
		}

		if (read.isTorn) {
			warn(`${path}: the last line was cut short and is left out`);
		}

		return read.lines.map((line, index) =>
			parseStored(this.schema, line, `${path}, line ${index + 1}`, upgrade),
		);
	}

	/** Opens it to go on. */
	open(folder: string): OpenRows<T> {
		return new SyncedLines(join(folder, this.name));
	}
}
