// The agent of this machine: a process of its own here too, so that every kind of host is the same.
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Carrier} from './carrier.js';
import {carryBy} from './process-carrier.js';

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
