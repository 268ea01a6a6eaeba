// Looks for processes, so that tests see what is left over.
import {readFileSync, readdirSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';

/** Whether a process runs: one that has ended and was not waited for does not. */
export function isAlive(pid: number): boolean {
	return parentOf(pid) !== undefined;
}

/** All descendants of a process, and itself. */
export function treeOf(pid: number): number[] {
	const all = readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.map(Number);
	const tree = new Set([pid]);
	let grown = 0;
	while (grown !== tree.size) {
		grown = tree.size;
		for (const child of all) {
			if (tree.has(parentOf(child) ?? -1)) {
				tree.add(child);
			}
		}
	}

	return [...tree];
}

/** Waits until none of these processes is left, and returns those that are after `ms`. */
export async function waitForEnd(pids: readonly number[], ms: number): Promise<number[]> {
	const until = Date.now() + ms;
	while (pids.some(isAlive) && Date.now() < until) {
		await delay(20);
	}

	return pids.filter(isAlive);
}

/** Waits until `find` finds something. */
export async function eventually<T>(
	find: () => T | undefined | Promise<T | undefined>,
	what: string,
	boundMs = 60_000,
): Promise<T> {
	for (const until = Date.now() + boundMs; Date.now() < until;) {
		const found = await find();
		if (found !== undefined) {
			return found;
		}

		await delay(20);
	}

	throw new Error(`no ${what} within ${boundMs / 1000} s`);
}

/** The command line of a process. */
export function commandOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
	} catch {
		return '';
	}
}

/** The parent's pid: field 4 of /proc/<pid>/stat, where the name in field 2 is in parentheses. */
function parentOf(pid: number): number | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return state === 'Z' ? undefined : Number(parent);
	} catch {
		return undefined;
	}
}
