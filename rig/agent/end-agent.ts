// Ends an agent whose rig has lost it: a host must not be left with two.
import {setTimeout as delay} from 'node:timers/promises';
import {Failure} from '../failure.js';
import {readProc} from './proc.js';

/** As long as an agent may take to end its programs. */
const PATIENCE_MS = 25_000;
const STEP_MS = 50;

/**
 * Tells the agent with that process id to end, and waits until it has. One that is gone is none, and
 * so is a process that is no agent: the number may be another's by now.
 * @throws Failure where it does not end.
 */
export async function endAgent(pid: number): Promise<void> {
	const until = performance.now() + PATIENCE_MS;
	for (let isTold = false; isAgent(pid); isTold = true) {
		if (!isTold) {
			process.kill(pid, 'SIGTERM');
		} else if (performance.now() > until) {
			throw new Failure(`the former agent (process ${pid}) does not end`);
		}

		await delay(STEP_MS);
	}
}

/** A process that has ended and was not waited for has no command line. */
function isAgent(pid: number): boolean {
	const [, module, command] = (readProc(`/proc/${pid}/cmdline`) ?? '').split('\0');
	return module?.endsWith('/main.js') === true && command === 'agent';
}
