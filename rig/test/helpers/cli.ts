// Runs deadweight as people do.
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';

/** deadweight's compiled program. */
export const deadweight = fileURLToPath(new URL('../../main.js', import.meta.url));

/** Starts it; its end, two minutes away at most unless told otherwise, brings exitCode, stdout and stderr. */
export function runCli(args: readonly string[], cwd = process.cwd(), timeout = 120_000) {
	return execa(process.execPath, [deadweight, ...args], {
		cwd,
		reject: false,
		timeout,
		stdin: 'ignore',
	});
}
