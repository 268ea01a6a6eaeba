// The network of this host, or of the namespace that this process is in.
import {readlinkSync, statSync} from 'node:fs';
import {networkInterfaces} from 'node:os';
import {basename} from 'node:path';
import {readProc} from './proc.js';
import type {Facts} from '../record/facts.js';

/** They say nothing without an interface (RFC 4291, 2.5.6). */
const LINK_LOCAL = /^fe[89ab]/i;

/**
 * The number of the network namespace: net.* sysctls are each namespace's own. 0 where the kernel has none
 * (CONFIG_NET_NS).
 */
export function networkNamespace(): number {
	return statSync('/proc/self/ns/net', {throwIfNoEntry: false})?.ino ?? 0;
}

/** The interfaces that are up, with their addresses: those of IPv4 first, and none that only hold on one link. */
export function readInterfaces(): Facts['interfaces'] {
	return Object.fromEntries(
		Object.entries(networkInterfaces()).map(([name, addresses = []]) => [
			name,
			{
				addresses: ['IPv4', 'IPv6'].flatMap(wanted =>
					addresses
						.filter(({family, address}) => family === wanted && !LINK_LOCAL.test(address))
						.map(({address}) => address),
				),
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
