// The C compiler of this machine, for what guests take of bench/.
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execaSync} from 'execa';
import {Failure} from '../../failure.js';

/** The path of a file in bench/. */
export function benchFile(name: string): string {
	return fileURLToPath(new URL(`../../../../bench/${name}`, import.meta.url));
}

/** Whether there is a compiler. */
export function canCompile(): boolean {
	return execaSync('cc', ['--version'], {reject: false}).exitCode === 0;
}

/** What `source` compiles to. @throws Failure where the compiler refuses it. */
export function compileC(source: string, flags: readonly string[]): Buffer {
	const folder = mkdtempSync(join(tmpdir(), 'deadweight-cc-'));
	try {
		const program = join(folder, 'out');
		const ran = execaSync('cc', [...flags, '-o', program, source], {reject: false});
		if (ran.exitCode !== 0) {
			throw new Failure(`cc cannot compile ${basename(source)} for guests: ${ran.stderr}`);
		}

		return readFileSync(program);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
