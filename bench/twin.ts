// Compiles a C twin, anew for each comparison.
import {execFileSync} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {temporaryFolder} from './temporary-folder.js';

/** The compiler's optimisation: what Debian builds its packages with. */
const FLAGS = ['-O2'];

/**
 * Compiles bench/twins/`name`.c and returns the path of the program.
 * @throws Error where there is no C compiler, or it refuses the file.
 */
export function compileTwin(name: string): string {
	const source = fileURLToPath(new URL(`../../bench/twins/${name}.c`, import.meta.url));
	const program = path.join(temporaryFolder(), name);
	try {
		execFileSync('cc', [...FLAGS, '-o', program, source], {stdio: 'pipe', encoding: 'utf8'});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			throw new Error(
				'cc is not installed: the C twins are compiled when a comparison needs them ' +
					'(Debian: apt install gcc libc6-dev)',
				{cause: error},
			);
		}

		throw error;
	}

	return program;
}
