// How often the threads of a process gave their processor up, or had it taken from them.
import {readFileSync, readdirSync} from 'node:fs';
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {check} from './system-error.js';

const RUSAGE_THREAD = 1;
/** Of ru_nvcsw and ru_nivcsw in a 64-bit struct rusage (getrusage(2)). */
const voluntaryWord = 128 >> 2;
const involuntaryWord = 136 >> 2;
const usage = allocate(144);

/** Context switches so far (proc(5), /proc/pid/task/tid/status): of all threads that there are. */
export type ContextSwitches = {
	/** A thread waited: for input, a lock, a timer. */
	readonly voluntary: number;
	/** Its time was over, or another thread was more urgent. */
	readonly involuntary: number;
};

/**
 * Of all threads of the process `pid`. A thread that has ended takes its own with it.
 * @throws Error ENOENT or ESRCH where there is no such process.
 */
export function contextSwitches(pid: number): ContextSwitches {
	const folder = `/proc/${pid}/task`;
	const sum = {voluntary: 0, involuntary: 0};
	for (const tid of readdirSync(folder)) {
		const status = statusOf(`${folder}/${tid}/status`);
		sum.voluntary += numberAfter('voluntary_ctxt_switches', status);
		sum.involuntary += numberAfter('nonvoluntary_ctxt_switches', status);
	}

	return sum;
}

/** Of the thread that calls this. It needs no descriptor. */
export function ownSwitches(): ContextSwitches {
	check(libc.getrusage(RUSAGE_THREAD, usage.address), 'getrusage');
	return {
		voluntary: usage.i32[voluntaryWord] as number,
		involuntary: usage.i32[involuntaryWord] as number,
	};
}

/** A thread may end between the listing and the reading. */
function statusOf(path: string): string {
	try {
		return readFileSync(path, 'latin1');
	} catch {
		return '';
	}
}

function numberAfter(name: string, status: string): number {
	return Number(new RegExp(`^${name}:\\s+(\\d+)$`, 'm').exec(status)?.[1] ?? 0);
}
