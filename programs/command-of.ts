// Where the programs of this project lie.
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** Folders of dist/ whose folders are programs. */
const homes = ['servers', 'clients'];

/** The module of the program in `folder` of dist/, as in servers/dphttpd. */
export function moduleOf(folder: string): string {
	return fileURLToPath(new URL(`../${folder}/main.js`, import.meta.url));
}

/** The command that starts it: node itself, without a shell or a loader. */
export function commandOf(folder: string, args: readonly string[]): string[] {
	return [process.execPath, moduleOf(folder), ...args];
}

/**
 * The modules of all programs, by the names that they have as commands of deadweight: a program is
 * registered by being there. One within the folder of another has the names of both, as httperf-duet.
 */
export function findPrograms(): ReadonlyMap<string, string> {
	const dist = fileURLToPath(new URL('../', import.meta.url));
	const found = homes.flatMap(home =>
		foldersIn(join(dist, home)).flatMap(folder => [
			{name: folder, folder: join(home, folder)},
			...foldersIn(join(dist, home, folder)).map(inner => ({
				name: `${folder}-${inner}`,
				folder: join(home, folder, inner),
			})),
		]),
	);
	return new Map(
		found
			.map(({name, folder}) => [name, moduleOf(folder)] as const)
			.filter(([, module]) => existsSync(module)),
	);
}

function foldersIn(path: string): string[] {
	return readdirSync(path, {withFileTypes: true})
		.filter(entry => entry.isDirectory() && entry.name !== 'test')
		.map(({name}) => name);
}
