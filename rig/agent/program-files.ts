// Where programs of this project lie.
import {fileURLToPath} from 'node:url';

/** The modules of the programs that an agent may start, by the programs' names. */
export type ProgramFiles = Readonly<Record<string, string>>;

/** The module of a program, beside this file in dist/, as in clients/deadconn. */
export function moduleOf(folder: string): string {
	return fileURLToPath(new URL(`../../${folder}/main.js`, import.meta.url));
}
