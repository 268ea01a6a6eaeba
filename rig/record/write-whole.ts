// Writes a file whole or not at all: whoever reads it never sees half of it.
import {closeSync, fsyncSync, openSync, renameSync, writeFileSync} from 'node:fs';

/** Replaces the file at `path`. */
export function writeWhole(path: string, data: string | Uint8Array): void {
	const temporary = `${path}.${process.pid}.tmp`;
	const fd = openSync(temporary, 'w');
	try {
		writeFileSync(fd, data);
		fsyncSync(fd);
	} finally {
		closeSync(fd);
	}

	renameSync(temporary, path);
}
