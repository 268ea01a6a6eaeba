// Makes the artefacts of results folders anew, of whatever design they are.
import {describe, Failure} from '../failure.js';
import {writeArtefacts} from '../output/artefacts.js';
import {conclude} from '../output/conclusion.js';
import type {Drawing} from '../output/run-conclusion.js';
import {tell} from '../output/tell.js';
import {redact} from '../run/redact.js';
import {readResults} from '../run/stored-run.js';

/**
 * Tells `made` of each folder and its files.
 * @throws Failure that names every folder that cannot be read, once the others are made.
 */
export async function writeAnew(
	folders: readonly string[],
	{isRedacted = false, ...drawing}: Drawing & {readonly isRedacted?: boolean | undefined},
	made: (folder: string, files: readonly string[]) => void,
): Promise<void> {
	const failures: string[] = [];
	for (const folder of folders) {
		try {
			const stored = readResults(folder, tell);
			const {results} = await conclude(isRedacted ? redact(stored) : stored, drawing);
			made(folder, await writeArtefacts(folder, results));
		} catch (error) {
			failures.push(describe(error));
		}
	}

	if (failures.length > 0) {
		throw new Failure(failures.join('\ndeadweight: '));
	}
}
