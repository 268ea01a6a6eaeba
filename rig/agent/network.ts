// The network of this host, or of the namespace that this process is in.
import {readlinkSync, statSync} from 'node:fs';
import {networkInterfaces} from 'node:os';
import {basename} from 'node:path';
import {readProc} from './proc.js';
import type {Facts} from '../record/facts.js';

/** The number of the network namespace: net.* sysctls are each namespace's own. */
export function networkNamespace(): number {
	return statSync('/proc/self/ns/net').ino;
}

/** The interfaces that are up, with their addresses of IPv4. */
export function readInterfaces(): Facts['interfaces'] {
	return Object.fromEntries(
		Object.entries(networkInterfaces()).map(([name, addresses = []]) => [
			name,
			{
				addresses: addresses.filter(({family}) => family === 'IPv4').map(({address}) => address),
				mtu: read(name, 'mtu'),
				speed: read(name, 'speed'),
				driver: readDriver(name),
			},
		]),
	);
}

function read(name: string, file: string): string | null {
	return readProc(`/sys/class/net/${name}/${file}`)?.trim() ?? null;
}

function readDriver(name: string): string | null {
	try {
		return basename(readlinkSync(`/sys/class/net/${name}/device/driver`));
	} catch {
		return null; // Those that are only software have none.
	}
}
