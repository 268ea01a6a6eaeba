// A JSON file of a results folder.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {z} from 'zod';
import {describe, Failure} from '../failure.js';
import {toJson} from './json.js';
import {parseStored, type Upgrade} from './parse.js';
import {writeWhole} from './write-whole.js';

/** What is kept under one name in every folder of a kind. */
export class StoredFile<T> {
	constructor(
		private readonly name: string,
		private readonly schema: z.ZodType<T>,
	) {}

	/** Whether a folder has it. */
	isIn(folder: string): boolean {
		return existsSync(join(folder, this.name));
	}

	/** Writes it: whole, or not at all. */
	write(folder: string, content: T): void {
		writeWhole(join(folder, this.name), toJson(content));
	}

	/**
	 * Reads it.
	 * @throws Failure where there is none, or it is damaged, or of another schema.
	 */
	read(folder: string, upgrade?: Upgrade): T {
		const path = join(folder, this.name);
		let text;
		try {
			text = readFileSync(path, 'utf8');
		} catch (error) {
			const {code = ''} = error as NodeJS.ErrnoException;
			const why = code === 'ENOENT' ? `there is no ${this.name} in it` : describe(error);
			throw new Failure(`${folder} is no results folder: ${why}`);
		}

		return parseStored(this.schema, text, path, upgrade);
	}
}
