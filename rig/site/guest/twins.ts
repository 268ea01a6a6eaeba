// The C twins of bench/twins, compiled for guests where there is a compiler.
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {TWINS} from '../../agent/program-files.js';
import {keep} from './cache.js';
import {benchFile, canCompile, compileC} from './compile.js';
import {archive, FOLDER, PROGRAM} from './cpio.js';

const sources = benchFile('twins/');
const SOURCE = '.c';
/** As Debian builds its packages; a guest need not have the libraries. */
const flags = ['-O2', '-static'];

/**
 * The archive of the twins, kept in `folder` by what they are made of; an empty one where there is no compiler.
 * @throws Failure where the compiler refuses one.
 */
export function twinLayer(folder: string): Uint8Array {
	if (!canCompile()) {
		return archive([]);
	}

	const hash = createHash('sha256').update(flags.join(' '));
	const files = readdirSync(sources).sort();
	for (const file of files) {
		hash.update(readFileSync(join(sources, file)));
	}

	const path = join(folder, `twins-${hash.digest('hex').slice(0, 12)}`);
	const names = files.filter(file => file.endsWith(SOURCE)).map(file => basename(file, SOURCE));
	keep(path, () =>
		archive([
			{path: TWINS.slice(1), mode: FOLDER},
			...names.map(name => ({
				path: `${TWINS.slice(1)}/${name}`,
				mode: PROGRAM,
				data: compileC(join(sources, `${name}${SOURCE}`), flags),
			})),
		]),
	);
	return readFileSync(path);
}
