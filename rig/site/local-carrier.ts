// The agent of this machine: a process of its own here too, so that every kind of host is the same.
import {fileURLToPath} from 'node:url';
import type {Carrier} from './carrier.js';
import {carryBy} from './process-carrier.js';

const ownAgent = [fileURLToPath(new URL('../main.js', import.meta.url)), 'agent'];

/** Starts an agent: this project's own, unless a test brings another module and its arguments. */
export function startLocalAgent(command: readonly string[] = ownAgent): Carrier {
	return carryBy(process.execPath, command);
}
