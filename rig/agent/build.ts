// What this project's compiled code is, in a few digits: two hosts must run the same.
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** Folders below dist/ whose code runs on a host. */
const folders = ['clients', 'linux', 'programs', 'rig', 'servers'];

/** 12 digits of the SHA-256 of all modules but tests. */
export function readBuild(): string {
	const dist = fileURLToPath(new URL('../../', import.meta.url));
	const hash = createHash('sha256');
	for (const folder of folders) {
		const modules = readdirSync(join(dist, folder), {recursive: true, encoding: 'utf8'})
			.filter(path => path.endsWith('.js') && !path.split('/').includes('test'))
			.sort();
		for (const path of modules) {
			hash.update(`${folder}/${path}\n`).update(readFileSync(join(dist, folder, path)));
		}
	}

	return hash.digest('hex').slice(0, 12);
}
