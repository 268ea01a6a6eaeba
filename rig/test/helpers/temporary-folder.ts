// A folder for one test.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';

/** An empty folder that is removed when the test ends. */
export function temporaryFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'deadweight-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}
