// The agent of this machine: a process of its own here too, so that every kind of host is the same.
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Carrier} from './carrier.js';
import {Host} from './host.js';
import {carryBy} from './process-carrier.js';

/** The address of a server of this machine's, for clients of this machine's. */
export const LOOPBACK = '127.0.0.1';

const ownMain = fileURLToPath(new URL('../main.js', import.meta.url));

/** Brings up loopback, which a new network namespace has down, and becomes what follows. */
const INSIDE = 'ip link set lo up && exec "$@"';

/**
 * Starts an agent: of this build, unless another module and its arguments are named; in a network
 * namespace of its own, where that is asked for, and with it all that it starts.
 */
export function startLocalAgent(
	command: readonly string[] = [ownMain, 'agent'],
	hasOwnNetwork = false,
): Carrier {
	if (!hasOwnNetwork) {
		return carryBy(process.execPath, command);
	}

	// Whoever is not root is it in a user namespace, which is what permits the other.
	const namespaces = process.getuid?.() === 0 ? ['--net'] : ['--map-root-user', '--net'];
	const inside = ['sh', '-c', INSIDE, 'sh', process.execPath, ...command];
	return carryBy('unshare', [...namespaces, ...inside]);
}

/** The command that starts an agent of this build, which also knows the programs of other subjects. */
export function ownAgent(subjects: readonly string[]): string[] {
	return [ownMain, 'agent', ...subjects.flatMap(subject => ['--subject', subject])];
}

/** The program deadweight of another build, by its checkout. */
export function mainOf(build: string): string {
	return join(build, 'dist/rig/main.js');
}

/** Calls `use` with this machine as a host, and ends its agent, and all that it started, before this returns. */
export async function withLocalHost<T>(use: (host: Host) => Promise<T>): Promise<T> {
	const host = new Host('this machine', startLocalAgent);
	try {
		await host.open();
		return await use(host);
	} finally {
		await host.close();
	}
}
