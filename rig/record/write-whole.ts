// Writes a file whole or not at all: whoever reads it never sees half of it.
import {closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync} from 'node:fs';

/** What a process that was killed has left of a file that it was writing. */
export const LEFTOVER = /\.\d+\.tmp$/;

/** Replaces the file at `path`; where that fails, nothing of the new one is left. */
export function writeWhole(path: string, data: string | Uint8Array): void {
	const temporary = `${path}.${process.pid}.tmp`;
	try {
		const fd = openSync(temporary, 'w');
		try {
			writeFileSync(fd, data);
			fsyncSync(fd);
		} finally {
			closeSync(fd);
		}

		renameSync(temporary, path);
	} catch (error) {
		rmSync(temporary, {force: true});
		throw error;
	}
}
