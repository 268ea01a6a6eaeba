// A folder that goes when this process does.
import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Makes a folder for this run alone, and returns its path. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'deadweight-bench-'));
	process.on('exit', () => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}
