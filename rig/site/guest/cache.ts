// Files that guests boot from, kept from run to run. Two runs may use them at once.
import {existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {describe, Failure} from '../../failure.js';
import {writeWhole} from '../../record/write-whole.js';

/** What was not used for so long is made again when it is. */
const FORGOTTEN_MS = 24 * 3600e3;

/**
 * Sees that there is a file at `path`, whose name tells what is in it: what is there is never written
 * again, because the QEMU of another run may have it mapped.
 * @throws Failure where there is no room for it.
 */
export function keep(path: string, make: () => Uint8Array): void {
	const folder = dirname(path);
	if (existsSync(path)) {
		const now = new Date();
		utimesSync(path, now, now);
		return;
	}

	try {
		mkdirSync(folder, {recursive: true});
		writeWhole(path, make());
	} catch (error) {
		throw new Failure(
			`the cache of guests has no ${basename(path)}, and it cannot be written: ${describe(error)}; make room, or name another place (XDG_CACHE_HOME)`,
		);
	}

	forgetOld(folder, basename(path).split('-', 1)[0] ?? '');
	// What a run that was killed was building, or unpacking.
	forgetOld(folder, 'staging');
}

/** A QEMU that has mapped a file keeps it until it ends. */
function forgetOld(folder: string, kind: string): void {
	const old = readdirSync(folder)
		.filter(name => name.startsWith(`${kind}-`))
		.map(name => join(folder, name))
		.filter(
			path => Date.now() - (statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0) > FORGOTTEN_MS,
		);
	for (const path of old) {
		rmSync(path, {recursive: true, force: true});
	}
}
