// nbdkit with its plugin memory: replies of several sends, of which all but the last are flagged MSG_MORE.
import {probeInstalled} from '../installed.js';
import type {Command, ForeignOptions} from '../kind.js';

export const isDisk = true;

export function probe() {
	return probeInstalled('nbdkit', ['--version'], {
		pattern: /nbdkit (\S+)/,
		debianPackage: 'nbdkit',
	});
}

/** It sets TCP_NODELAY, and has 16 threads for each connection, as it comes. */
export function prepare({address, port, diskSize}: ForeignOptions): Command {
	const place = ['--ipaddr', address, '--port', String(port)];
	return ['nbdkit', '--foreground', '--log=stderr', ...place, 'memory', String(diskSize)];
}
