// Where what should outlive a run is kept.
import {homedir} from 'node:os';
import {join} from 'node:path';
import {Failure} from '../failure.js';

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
	return join(
		base === undefined || base === '' ? join(home(variable), otherwise) : base,
		'deadweight',
	);
}

/** @throws Failure where there is none, as of a user in a container. */
function home(variable: string): string {
	try {
		return homedir();
	} catch {
		throw new Failure(
			`there is no home folder: HOME is not set, and this user (${process.getuid?.() ?? ''}) has no entry in /etc/passwd; set HOME or ${variable} to a folder that can be written`,
		);
	}
}
