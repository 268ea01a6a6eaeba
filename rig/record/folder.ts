// The folder of a run.
import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {describe, Failure, UsageError} from '../failure.js';
import {LEFTOVER} from './write-whole.js';

/**
 * Where results go: where --out says, or to results/<name>-<time>, UTC.
 * @throws UsageError where --out says nothing.
 */
export function chooseFolder(out: string | undefined, name: string): string {
	if (out === '') {
		throw new UsageError('--out needs a folder');
	}

	return out ?? defaultFolder(name, new Date());
}

function defaultFolder(name: string, now: Date): string {
	const time = now.toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
	return join('results', `${name}-${time}`);
}

/**
 * Makes the folder of a new run.
 * @throws UsageError where it holds something already: no run is written over.
 */
export function makeFolder(folder: string): void {
	try {
		makeEach(resolve(folder));
	} catch (error) {
		throw new Failure(`cannot make the results folder ${folder}: ${describe(error)}`);
	}

	refuseHeld(folder);
}

/** Node's own (recursive) never ends where mkdir(2) says ENOENT in a folder that is there, as in /proc. */
function makeEach(folder: string): void {
	if (!existsSync(folder)) {
		makeEach(dirname(folder));
		try {
			mkdirSync(folder);
		} catch (error) {
			// Another run may have made it meanwhile.
			if (!existsSync(folder)) {
				throw error;
			}
		}
	}
}

/**
 * Passes a folder that is empty, or not there, or in which a run was killed before it had begun.
 * @throws UsageError where it holds something.
 */
function refuseHeld(folder: string): void {
	let held: string[] = [];
	try {
		const names = existsSync(folder) ? readdirSync(folder) : [];
		held = names.filter(name => !LEFTOVER.test(name));
	} catch (error) {
		throw new Failure(`cannot read the results folder ${folder}: ${describe(error)}`);
	}

	if (held.length > 0) {
		throw new UsageError(`${folder} is not empty; give another folder with --out`);
	}
}
