// A file of rows in a results folder: each is appended and synced as soon as there is one.
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
import type {z} from 'zod';
import {describe, Failure} from '../failure.js';
import {parseStored} from './parse.js';

const LINE_FEED = 10;

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
	read(folder: string, warn: (message: string) => void): T[] {
		const path = join(folder, this.name);
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

		return lines.map((line, index) =>
			parseStored(this.schema, line, `${path}, line ${index + 1}`),
		);
	}

	/** Opens it to go on. A line that a crash has cut short is cut off: what is appended begins a line. */
	open(folder: string): OpenRows<T> {
		const path = join(folder, this.name);
		if (existsSync(path)) {
			truncateSync(path, readFileSync(path).lastIndexOf(LINE_FEED) + 1);
		}

		return new OpenRows<T>(openSync(path, 'a'));
	}
}

/** The open file of a run that goes on. */
export class OpenRows<T> {
	constructor(private readonly fd: number) {}

	/** Adds a row; it is on the disk when this returns. */
	append(row: T): void {
		writeSync(this.fd, JSON.stringify(row) + '\n');
		fsyncSync(this.fd);
	}

	close(): void {
		closeSync(this.fd);
	}
}
