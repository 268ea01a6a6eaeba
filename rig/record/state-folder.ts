// Where what should outlive a run is kept.
import {homedir} from 'node:os';
import {join} from 'node:path';

/** Where what can be made again is kept. */
export function cacheFolder(): string {
	return folderOf('XDG_CACHE_HOME', '.cache');
}

/** The folder that the XDG Base Directory Specification gives to state. */
export function stateFolder(): string {
	return folderOf('XDG_STATE_HOME', '.local/state');
}

function folderOf(variable: string, otherwise: string): string {
	const base = process.env[variable];
	return join(base === undefined || base === '' ? join(homedir(), otherwise) : base, 'deadweight');
}
