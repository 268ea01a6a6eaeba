// The files that a command line names: a run depends on them as on its own build.
import {createHash} from 'node:crypto';
import {accessSync, constants, readFileSync, realpathSync, statSync} from 'node:fs';
import {basename, delimiter, join, resolve} from 'node:path';
import {environment} from './installed.js';

/** Larger files are told by their size and time: to read them takes too long. */
const MOST_BYTES = 2 ** 24;
const DIGITS = 12;

/** The path of a program as execvp(3) finds it, from `folder`; undefined where there is none. */
export function findProgram(program: string, folder: string): string | undefined {
	const paths = program.includes('/')
		? [resolve(folder, program)]
		: environment.PATH.split(delimiter).map(path => join(resolve(folder, path), program));
	return paths.find(isProgram);
}

/** Each file among the words of a command, with what tells it from another: `server.js 1f2e…`. */
export function describeFiles(words: readonly string[], folder: string): string {
	const [program = '', ...rest] = words;
	const files = [
		findProgram(program, folder) ?? program,
		...rest.map(word => resolve(folder, word)),
	];
	return files.flatMap(file => describeFile(file) ?? []).join(', ');
}

function describeFile(file: string): string | undefined {
	try {
		const stat = statSync(file);
		if (!stat.isFile()) {
			return undefined;
		}

		const name = basename(realpathSync(file));
		return stat.size > MOST_BYTES
			? `${name} of ${stat.size} bytes, ${stat.mtime.toISOString()}`
			: `${name} ${createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, DIGITS)}`;
	} catch {
		return undefined;
	}
}

function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return statSync(file).isFile();
	} catch {
		return false;
	}
}
