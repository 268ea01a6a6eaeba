// The journal of changes: what each sysctl was before we touched it, written before we do.
import {existsSync, mkdirSync, rmSync} from 'node:fs';
import {dirname} from 'node:path';
import {z} from 'zod';
import {describe, Failure} from '../../failure.js';
import {readLines, SyncedLines} from '../../record/synced-lines.js';

const entrySchema = z.object({
	name: z.string().regex(/^[\w.-]+$/),
	/** What it was, and what it was to become. */
	before: z.string(),
	after: z.string(),
});

/** A sysctl that was changed: what it was at first, and all that we have made of it since. */
export type Change = {
	readonly name: string;
	readonly before: string;
	readonly afters: readonly string[];
};

/** Changes that are not taken back yet, on the disk. */
export class Journal {
	constructor(readonly path: string) {}

	/**
	 * Every change, in the order in which they began.
	 * @throws Failure where the journal is damaged in its middle: a last line that was cut short was
	 * never acted on.
	 */
	changes(): Change[] {
		const lines = existsSync(this.path) ? readLines(this.path).lines : [];
		const changes = new Map<string, Change>();
		for (const [index, line] of lines.entries()) {
			const {name, before, after} = this.#parse(line, index + 1);
			const known = changes.get(name);
			changes.set(name, {
				name,
				before: known?.before ?? before,
				afters: [...(known?.afters ?? []), after],
			});
		}

		return [...changes.values()];
	}

	/** Notes a change that is about to be made; it is on the disk when this returns. */
	note(name: string, before: string, after: string): void {
		const lines = this.#open();
		try {
			lines.append({name, before, after});
		} finally {
			lines.close();
		}
	}

	#open(): SyncedLines {
		try {
			mkdirSync(dirname(this.path), {recursive: true});
			return new SyncedLines(this.path);
		} catch (error) {
			throw new Failure(
				`nothing is changed without a journal, and ${this.path} cannot be written: ${describe(error)}; give another with --journal`,
			);
		}
	}

	/** All is taken back. */
	clear(): void {
		rmSync(this.path, {force: true});
	}

	#parse(line: string, number: number): z.infer<typeof entrySchema> {
		try {
			return entrySchema.parse(JSON.parse(line));
		} catch {
			throw new Failure(
				`${this.path}, line ${number} is damaged: set back by hand what the lines before and after it name, then remove it`,
			);
		}
	}
}
