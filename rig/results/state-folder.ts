// Where what should outlive a run is kept.
import {homedir} from 'node:os';
import {join} from 'node:path';

/** The folder that the XDG Base Directory Specification gives to state. */
export function stateFolder(): string {
	const base = process.env['XDG_STATE_HOME'];
	return join(
		base === undefined || base === '' ? join(homedir(), '.local/state') : base,
		'deadweight',
	);
}
