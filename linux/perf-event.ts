// What the processor counts for another process: perf_event_open(2), by way of syscall(2).
import {readFileSync, readdirSync} from 'node:fs';
import {EACCES, EINTR, ENODEV, ENOENT, ENOSYS, EOPNOTSUPP, EPERM} from './errno.js';
import * as libc from './libc.js';
import {allocate} from './memory.js';
import {SystemError, describeErrno} from './system-error.js';

const numbers: Readonly<Record<string, number>> = {x64: 298, arm64: 241};

/** struct perf_event_attr (linux/perf_event.h), its first version: all that is used here is in it. */
const ATTR_BYTES = 64;
const TYPE_HARDWARE = 0;
const sizeWord = 1;
/** The 64-bit config is at 8, read_format at 32, the bits of disabled, inherit, … at 40. */
const configWord = 2;
const readFormatWord = 8;
const bitsWord = 10;
const INHERIT = 1 << 1;
/** The times that an event was wanted and counted for: they differ where events share a counter. */
const FORMAT_TOTAL_TIMES = 3;
const FLAG_FD_CLOEXEC = 8;

/** PERF_COUNT_HW_…: what is counted, in user mode and in the kernel. */
const events = {cycles: 0, instructions: 1} as const;
type EventName = keyof typeof events;

/** Counts since they were opened. */
export type HardwareCounts = {
	readonly instructions: number;
	readonly cycles: number;
	/**
	 * The share of the time that the process ran for which they were counted: less than 1 where the
	 * processor has too few counters, and the counts are then scaled up.
	 */
	readonly counted: number;
};

/** What a read gives: value, time enabled, time running; 64 bits each. */
const READ_BYTES = 24;

/** Why the processor cannot be asked. The message says what would allow it. */
export class NoCountersError extends Error {
	override readonly name = 'NoCountersError';
}

/** Instructions and cycles of the threads of one process, and of what they start from now on. */
export class HardwareCounters {
	readonly #counters: ReadonlyArray<{readonly name: EventName; readonly fd: number}>;
	readonly #values = allocate(READ_BYTES);

	/**
	 * Counts for `tids`, the threads that the process has now (/proc/pid/task): an event is of one
	 * thread, and of those that it starts later (inherit).
	 * @throws NoCountersError, whose message says why and what would allow it.
	 */
	constructor(tids: readonly number[]) {
		const opened: Array<{name: EventName; fd: number}> = [];
		try {
			for (const tid of tids) {
				for (const name of ['instructions', 'cycles'] as const) {
					opened.push({name, fd: openEvent(name, tid)});
				}
			}
		} catch (error) {
			closeAll(opened);
			throw error;
		}

		this.#counters = opened;
	}

	/** @throws SystemError */
	read(): HardwareCounts {
		const sums = {instructions: 0, cycles: 0};
		let enabled = 0;
		let running = 0;
		for (const {name, fd} of this.#counters) {
			const [value, wanted, counted] = this.#readEvent(fd);
			sums[name] += counted === 0 ? 0 : (value * wanted) / counted;
			enabled += wanted;
			running += counted;
		}

		return {...sums, counted: enabled === 0 ? 1 : running / enabled};
	}

	[Symbol.dispose](): void {
		closeAll(this.#counters);
	}

	#readEvent(fd: number): [value: number, enabled: number, running: number] {
		const {address, i32} = this.#values;
		while (libc.read(fd, address, READ_BYTES) !== READ_BYTES) {
			const errno = libc.errno();
			if (errno !== EINTR) {
				throw new SystemError('read', errno);
			}
		}

		return [0, 2, 4].map(
			word => ((i32[word + 1] as number) >>> 0) * 2 ** 32 + ((i32[word] as number) >>> 0),
		) as [number, number, number];
	}
}

/**
 * Of all threads that the process `pid` has now; undefined where the kernel or the processor gives
 * none, for the reason that whyNoHardwareCounters() tells, or the process has ended.
 */
export function openHardwareCounters(pid: number): HardwareCounters | undefined {
	try {
		return new HardwareCounters(readdirSync(`/proc/${pid}/task`).map(Number));
	} catch {
		return undefined;
	}
}

/** Why nothing can be counted for a process of ours, for people; undefined where it can. */
export function whyNoHardwareCounters(): string | undefined {
	try {
		new HardwareCounters([process.pid])[Symbol.dispose]();
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

function openEvent(name: EventName, tid: number): number {
	const number = numbers[process.arch];
	if (number === undefined) {
		throw new NoCountersError(
			`the number of perf_event_open is not known here for ${process.arch}`,
		);
	}

	const {i32, address} = allocate(ATTR_BYTES);
	i32[0] = TYPE_HARDWARE;
	i32[sizeWord] = ATTR_BYTES;
	i32[configWord] = events[name];
	i32[readFormatWord] = FORMAT_TOTAL_TIMES;
	i32[bitsWord] = INHERIT;
	// Of any processor (-1), in no group (-1).
	const fd = libc.syscall(number, address, tid, -1, -1, FLAG_FD_CLOEXEC, 0);
	if (fd === -1) {
		throw new NoCountersError(explain(name, libc.errno()));
	}

	return fd;
}

/** The errors that perf_event_open(2) lists, in words. */
function explain(name: EventName, errno: number): string {
	const [code, text] = describeErrno(errno);
	const what = `perf_event_open: ${text} (${code}): `;
	switch (errno) {
		case ENOENT:
		case ENODEV:
		case EOPNOTSUPP: {
			return `${what}the processor shows the kernel no counter of ${name}, as in most virtual machines; a host that passes its PMU on (QEMU: -cpu host,pmu=on), or a machine without a hypervisor, has one`;
		}

		case EACCES: {
			return `${what}kernel.perf_event_paranoid is ${paranoid()}; sysctl -w kernel.perf_event_paranoid=1 allows it, or the capability CAP_PERFMON, for processes of the same user`;
		}

		case EPERM: {
			return `${what}the sandbox of this process forbids it (seccomp: in Docker, --cap-add PERFMON or another profile), or kernel.perf_event_paranoid (now ${paranoid()}) does: sysctl -w kernel.perf_event_paranoid=1`;
		}

		case ENOSYS: {
			return `${what}this kernel was built without CONFIG_PERF_EVENTS, or a sandbox hides it`;
		}

		default: {
			return `${what}counting ${name} failed`;
		}
	}
}

function paranoid(): string {
	try {
		return readFileSync('/proc/sys/kernel/perf_event_paranoid', 'utf8').trim();
	} catch {
		return 'not there';
	}
}

function closeAll(counters: ReadonlyArray<{readonly fd: number}>): void {
	for (const {fd} of counters) {
		libc.close(fd);
	}
}
