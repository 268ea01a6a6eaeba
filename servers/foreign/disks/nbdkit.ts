// nbdkit with its plugin memory: replies of several sends, of which all but the last are flagged MSG_MORE.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pskLine} from '../../../linux/psk.js';
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
export function prepare(options: ForeignOptions): Command {
	const {address, port, diskSize} = options;
	const place = ['--ipaddr', address, '--port', String(port), ...inTls(options)];
	return ['nbdkit', '--foreground', '--log=stderr', ...place, 'memory', String(diskSize)];
}

function inTls({isSecure, folder}: ForeignOptions): string[] {
	if (!isSecure) {
		return [];
	}

	const path = join(folder, 'psk');
	writeFileSync(path, pskLine);
	return ['--tls=require', `--tls-psk=${path}`];
}
