// Makes what is derived from results folders anew, of whatever kind they are.
import {tell} from './tell.js';
import {concludeDuets} from './conclude-duets.js';
import {duetFile} from '../run/duet/duet-file.js';
import {duetRows} from '../run/duet/duet-row.js';
import {describe, Failure} from '../failure.js';
import {cellsFile} from '../record/cells-file.js';
import {derive, type Drawing} from './derive.js';
import {runFile} from '../record/run-file.js';

/**
 * Tells `made` of each folder and its files.
 * @throws Failure that names every folder that cannot be read, once the others are made.
 */
export async function deriveAnew(
	folders: readonly string[],
	drawing: Drawing,
	made: (folder: string, files: readonly string[]) => void,
): Promise<void> {
	const failures: string[] = [];
	for (const folder of folders) {
		try {
			made(folder, await deriveOne(folder, drawing));
		} catch (error) {
			failures.push(describe(error));
		}
	}

	if (failures.length > 0) {
		throw new Failure(failures.join('\ndeadweight: '));
	}
}

async function deriveOne(folder: string, drawing: Drawing): Promise<readonly string[]> {
	if (duetFile.isIn(folder)) {
		const rows = duetRows.read(folder, tell);
		return (await concludeDuets(folder, duetFile.read(folder), rows)).files;
	}

	return (await derive(folder, runFile.read(folder), cellsFile.read(folder, tell), drawing)).files;
}
