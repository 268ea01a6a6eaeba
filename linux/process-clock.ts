// The processor time of any process of this machine, to the nanosecond.
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {check} from './system-error.js';

/** Words of a struct timespec on a 64-bit kernel: seconds and nanoseconds, of which half is zero. */
const TIMESPEC_BYTES = 16;
const SECONDS_WORD = 0;
const NANOSECONDS_WORD = 2;

/** CPUCLOCK_SCHED of include/linux/posix-timers_types.h: the scheduler's own sum, of all threads. */
const CPUCLOCK_SCHED = 2;

/**
 * The clock that clock_getcpuclockid(3) gives for a process. Reading it costs a system call, and
 * nothing to the process that it tells about; /proc/<pid>/stat has but hundredths of a second.
 */
export class ProcessClock {
	readonly #clock: number;
	readonly #time = allocate(TIMESPEC_BYTES);

	/** Of the process `pid`; 0: this one. */
	constructor(pid: number) {
		this.#clock = (~pid << 3) | CPUCLOCK_SCHED;
	}

	/**
	 * Seconds that its threads have run so far.
	 * @throws SystemError EINVAL where there is no such process.
	 */
	read(): number {
		check(libc.clockGettime(this.#clock, this.#time.address), 'clock_gettime');
		const {i32} = this.#time;
		return (i32[SECONDS_WORD] as number) + (i32[NANOSECONDS_WORD] as number) / 1e9;
	}
}
