// A new folder for what a program needs while it runs.
import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/**
 * Makes a folder below `where`, by default what TMPDIR says, else /tmp; its name begins with `prefix`.
 * @throws Error with a message for people where none can be made, as on a read-only file system.
 */
export function makeTemporaryFolder(prefix: string, where = tmpdir()): string {
	try {
		return mkdtempSync(join(where, prefix));
	} catch (error) {
		const {code = String(error)} = error as NodeJS.ErrnoException;
		throw new Error(
			`no temporary folder can be made in ${where} (${code}); set TMPDIR to a folder that can be written`,
			{cause: error},
		);
	}
}
