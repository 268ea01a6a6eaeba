// A program of this project, built, as one of a comparison.
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {Program} from './program.js';

/** Starts dist/`folder`/main.js with --json, on `cpu`. */
export function startOurs(folder: string, args: readonly string[], cpu: number): Program {
	const script = fileURLToPath(new URL(`../${folder}/main.js`, import.meta.url));
	return new Program({
		name: `our ${folder.slice(folder.indexOf('/') + 1)}`,
		command: process.execPath,
		args: [script, ...args, '--json'],
		cpu,
	});
}
