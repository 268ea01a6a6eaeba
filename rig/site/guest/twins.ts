// The C twins of bench/twins, compiled for guests where there is a compiler.
import {createHash} from 'node:crypto';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execaSync} from 'execa';
import {TWINS} from '../../agent/program-files.js';
import {Failure} from '../../failure.js';
import {keep} from './cache.js';
import {archive, type Entry, FOLDER, PROGRAM} from './cpio.js';

const sources = fileURLToPath(new URL('../../../../bench/twins/', import.meta.url));
const SOURCE = '.c';
/** As Debian builds its packages; a guest need not have the libraries. */
const flags = ['-O2', '-static'];

/** Whether there is a compiler. */
export function canCompile(): boolean {
	return execaSync('cc', ['--version'], {reject: false}).exitCode === 0;
}

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
	keep(path, () => archive([{path: TWINS.slice(1), mode: FOLDER}, ...names.map(compile)]));
	return readFileSync(path);
}

function compile(name: string): Entry {
	const folder = mkdtempSync(join(tmpdir(), 'deadweight-twin-'));
	try {
		const program = join(folder, name);
		const ran = execaSync('cc', [...flags, '-o', program, join(sources, `${name}${SOURCE}`)], {
			reject: false,
		});
		if (ran.exitCode !== 0) {
			throw new Failure(`cc cannot compile the C twin ${name} for a guest: ${ran.stderr}`);
		}

		return {path: `${TWINS.slice(1)}/${name}`, mode: PROGRAM, data: readFileSync(program)};
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
