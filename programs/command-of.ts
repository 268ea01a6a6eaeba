// Where the programs of this project lie.
import {fileURLToPath} from 'node:url';

/** The module of the program in `folder` of dist/, as in servers/dphttpd. */
export function moduleOf(folder: string): string {
	return fileURLToPath(new URL(`../${folder}/main.js`, import.meta.url));
}

/** The command that starts it: node itself, without a shell or a loader. */
export function commandOf(folder: string, args: readonly string[]): string[] {
	return [process.execPath, moduleOf(folder), ...args];
}
