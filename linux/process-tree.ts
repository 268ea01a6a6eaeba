// A process and all that it has started: which processes these are, and what they use.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import type {CpuTime} from './cpu.js';
import * as libc from './libc.js';
import {ProcessClock} from './process-clock.js';
import {check} from './system-error.js';

const PR_SET_CHILD_SUBREAPER = 36;

/** How often it is looked whether a process still runs. */
const LOOK_MS = 20;

const ROUNDS = 100;
const ROUND_MS = 10;

/** Fields of /proc/<pid>/stat behind the name, which may hold anything (proc_pid_stat(5)). */
const UTIME = 11;
const STIME = 12;
/** Of its children that have ended and that it has waited for. */
const CUTIME = 13;
const CSTIME = 14;
/** USER_HZ is 100 on every architecture that Node runs on. */
const TICK_US = 10_000;

/** What a tree of processes has used: processor time so far in microseconds, memory now in bytes. */
export type TreeUsage = {
	/** From the busiest down. */
	readonly pids: readonly number[];
	readonly cpu: CpuTime;
	/** The sum: what processes share counts for each. */
	readonly rss: number;
};

/** What a process of this tree starts and leaves behind becomes our child (PR_SET_CHILD_SUBREAPER in prctl(2)). */
export function adoptOrphans(): void {
	check(libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 'prctl');
}

/**
 * All descendants of a process, by /proc/<pid>/task/<tid>/children (proc_tid_children(5)); none where the
 * kernel lacks that file.
 */
export function descendantsOf(pid: number): number[] {
	const found = childrenOf(pid);
	// It grows while it is walked.
	for (const parent of found) {
		found.push(...childrenOf(parent));
	}

	return found;
}

/**
 * Kills what descends from this process, each by its id, but children that are kept and what is below them;
 * returns once it has ended, or does not within ROUNDS × ROUND_MS.
 */
export async function endDescendants(isKept: (child: number) => boolean): Promise<void> {
	for (let round = 0; round < ROUNDS; round++) {
		// What is killed leaves us its own children.
		const strays = childrenOf(process.pid)
			.filter(pid => !isKept(pid))
			.flatMap(pid => [pid, ...descendantsOf(pid)])
			.filter(isRunning);
		if (strays.length === 0) {
			return;
		}

		for (const pid of strays) {
			kill(pid);
		}

		await delay(ROUND_MS);
	}
}

/** Settles once a process has ended, and its parent knows; nothing waits for it. */
export async function untilGone(pid: number): Promise<void> {
	while (existsSync(`/proc/${pid}`)) {
		await delay(LOOK_MS, undefined, {ref: false});
	}
}

/** What these processes use: one that has ended meanwhile counts for nothing. */
export function usageOf(pids: readonly number[]): TreeUsage {
	const all = pids.flatMap(pid => {
		const one = usageOfOne(pid);
		return one === undefined ? [] : [{pid, ...one}];
	});
	const sum = (of: (one: (typeof all)[number]) => number) =>
		all.reduce((total, one) => total + of(one), 0);
	return {
		pids: all.sort((a, b) => b.own - a.own).map(({pid}) => pid),
		cpu: {user: sum(({user}) => user), system: sum(({system}) => system)},
		rss: sum(({rss}) => rss),
	};
}

/** The scheduler's sum is exact; ticks only divide it into user and system. Undefined: it has ended. */
function usageOfOne(pid: number) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const ticks = (field: number) => Number(fields[field]);
		const own = new ProcessClock(pid).read() * 1e6;
		const [user, system] = [ticks(UTIME), ticks(STIME)];
		const share = user + system > 0 ? user / (user + system) : 0;
		return {
			own,
			user: own * share + ticks(CUTIME) * TICK_US,
			system: own * (1 - share) + ticks(CSTIME) * TICK_US,
			rss: residentBytes(pid),
		};
	} catch {
		return undefined;
	}
}

/** Zero of a process that has ended and was not waited for. */
function residentBytes(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, 'latin1');
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Its children, and whatever has become its own: none where it has ended. */
function childrenOf(pid: number): number[] {
	try {
		return readdirSync(`/proc/${pid}/task`).flatMap(tid =>
			readFileSync(`/proc/${pid}/task/${tid}/children`, 'latin1')
				.split(' ')
				.filter(child => child !== '')
				.map(Number),
		);
	} catch {
		return [];
	}
}

/** One that has ended, and that nobody has waited for, runs no more. */
function isRunning(pid: number): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
		return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
	} catch {
		return false;
	}
}

function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// ESRCH: it ended meanwhile.
	}
}
