// Limits of this process and machine, as /proc tells them.
import {readFileSync} from 'node:fs';

/** The numbers in a file of /proc, or none where it cannot be read. */
export function numbersIn(path: string): number[] {
	try {
		return readFileSync(path, 'latin1').trim().split(/\s+/).map(Number);
	} catch {
		return [];
	}
}

/** RLIMIT_NOFILE: the soft limit, which Node raises to the hard one when it starts (node.cc). */
export function descriptorLimit(): number {
	const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
	return soft === undefined ? Infinity : Number(soft);
}
