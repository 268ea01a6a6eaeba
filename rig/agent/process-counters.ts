// What the kernel counts of one process: how long it waited for its processor, how often it gave it
// up, and, where the processor can be asked, what it executed.
import {contextSwitches} from '../../linux/context-switches.js';
import {type HardwareCounters, openHardwareCounters} from '../../linux/perf-event.js';
import {readProc} from './proc.js';
import type {ProcessCounts} from './protocol.js';

/** The counters of a process. */
export class ProcessCounters {
	#hardware: HardwareCounters | undefined;

	constructor(private readonly pid: number) {}

	/** Has the processor count from now on, where it can: each switch to and from the process then takes longer. */
	countHardware(): void {
		this.#hardware ??= openHardwareCounters(this.pid);
	}

	/** All counts now. */
	read(): ProcessCounts {
		return {
			runDelay: readRunDelay(this.pid),
			switches: orNull(() => contextSwitches(this.pid)),
			hardware: orNull(() => this.#hardware?.read()),
		};
	}

	[Symbol.dispose](): void {
		this.#hardware?.[Symbol.dispose]();
		this.#hardware = undefined;
	}
}

/**
 * For how many seconds the main thread of a process was ready to run and had no processor: the
 * second field of /proc/<pid>/schedstat, in nanoseconds (Documentation/scheduler/sched-stats.rst).
 * Null where the process has ended, or the kernel has none (CONFIG_SCHED_INFO).
 */
function readRunDelay(pid: number): number | null {
	const nanoseconds = readProc(`/proc/${pid}/schedstat`)?.split(' ')[1];
	return nanoseconds === undefined ? null : Number(nanoseconds) / 1e9;
}

/** A process may end at any moment: what is then not known is null. */
function orNull<T>(read: () => T | undefined): T | null {
	try {
		return read() ?? null;
	} catch {
		return null;
	}
}
