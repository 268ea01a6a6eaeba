// Which processors this process may run on, and how much of them it has used.
import {readdirSync, readFileSync} from 'node:fs';
import {formatCpuList, parseCpuList} from '../programs/cpu-list.js';
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {EINVAL, ENOENT} from './errno.js';
import {SystemError} from './system-error.js';

const ESRCH = 3;
const MASK_BYTES = 128;

/**
 * Pins every thread of this process to `cpus`, V8's helpers as well (sched_setaffinity(2)), so that
 * what they do is paid for where it is measured.
 * @throws Error where one of them is not there, or not for this process (cpuset(7)).
 */
export function pinTo(cpus: readonly number[]): void {
	const before = processors();
	const mask = allocate(MASK_BYTES);
	for (const cpu of cpus) {
		mask.bytes[cpu >> 3] = (mask.bytes[cpu >> 3] as number) | (1 << (cpu & 7));
	}

	for (const tid of readdirSync('/proc/self/task').map(Number)) {
		if (libc.schedSetaffinity(tid, MASK_BYTES, mask.address) === -1) {
			const errno = libc.errno();
			if (errno === EINVAL) {
				refuse(cpus, before);
			}

			if (errno !== ESRCH && errno !== ENOENT) {
				throw new SystemError('sched_setaffinity', errno);
			}
		}
	}

	// The kernel leaves out those that are not there, as long as one is.
	const found = processors();
	if (!cpus.every(cpu => found.includes(cpu))) {
		refuse(
			cpus.filter(cpu => !found.includes(cpu)),
			before,
		);
	}
}

/** The processors that this process may run on now. */
function processors(): number[] {
	const status = readFileSync('/proc/self/status', 'latin1');
	return parseCpuList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? '') ?? [];
}

function refuse(absent: readonly number[], there: readonly number[]): never {
	throw new Error(
		`there is no processor ${formatCpuList(absent)} to run on here: this process has ${formatCpuList(there)}; name some of these`,
	);
}

/**
 * Reads a list of processors, as in 0,2-3, that can be pinned to.
 * @throws TypeError where `text` is no such list.
 */
export function parseCpus(text: string): number[] {
	const cpus = parseCpuList(text);
	if (cpus === undefined || cpus.some(cpu => cpu >= MASK_BYTES * 8)) {
		throw new TypeError(`${text} is no list of processors, as in 0,2-3`);
	}

	return cpus;
}

/** Processor time of this process so far, in microseconds (getrusage(2)). */
export type CpuTime = {user: number; system: number};

/** What this process has used so far. */
export function cpuTime(): CpuTime {
	return process.cpuUsage();
}
