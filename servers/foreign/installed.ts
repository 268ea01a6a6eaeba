// Whether a foreign server is installed, and which version.
import {spawnSync} from 'node:child_process';
import type {Probe} from '../../linux/poller.js';

/** Debian keeps servers where the PATH of most people does not lead. */
export const environment = {
	...process.env,
	PATH: `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`,
};

/** Asks `command` for its version, which `pattern` finds in what it prints. */
export function probeInstalled(
	command: string,
	args: readonly string[],
	{pattern, debianPackage}: {readonly pattern: RegExp; readonly debianPackage: string},
): Probe {
	const {error, stdout, stderr} = spawnSync(command, args, {
		encoding: 'utf8',
		env: environment,
		timeout: 60_000,
	});
	if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
		return {
			ok: false,
			reason: `${command} is not installed (Debian: apt-get install ${debianPackage})`,
		};
	}

	const version = error ? undefined : pattern.exec(stdout + stderr)?.[1];
	return version === undefined
		? {
				ok: false,
				reason: `${[command, ...args].join(' ')} tells no version: ${error?.message ?? (stdout + stderr).slice(0, 200)}`,
			}
		: {ok: true, note: `version ${version}`};
}
