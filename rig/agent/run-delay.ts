// How long a process was kept waiting for its processor.
import {readProc} from './proc.js';

/**
 * For how many seconds the main thread of a process was ready to run and had no processor: the
 * second field of /proc/<pid>/schedstat, in nanoseconds (Documentation/scheduler/sched-stats.rst).
 * Null where the process has ended, or the kernel has none (CONFIG_SCHED_INFO).
 */
export function readRunDelay(pid: number): number | null {
	const nanoseconds = readProc(`/proc/${pid}/schedstat`)?.split(' ')[1];
	return nanoseconds === undefined ? null : Number(nanoseconds) / 1e9;
}
