// The machine under a comparison: what it is, and the processor time that its processes have used.
import {execFileSync} from 'node:child_process';
import {readFileSync, readdirSync} from 'node:fs';
import os from 'node:os';
import process from 'node:process';

/** One line that says where the figures were made. */
export function describeMachine(): string {
	const cpus = os.cpus();
	return (
		`Linux ${os.release()}, ${cpus[0]?.model ?? os.arch()} (${cpus.length} CPUs), ` +
		`node ${process.version}, ${new Date().toISOString()}`
	);
}

/**
 * Moves this process to `cpu`, where it disturbs no server.
 * @throws Error where there is no such processor.
 */
export function moveTo(cpu: number): void {
	try {
		execFileSync('taskset', ['-a', '-c', '-p', String(cpu), String(process.pid)], {stdio: 'pipe'});
	} catch {
		throw new Error(
			`cannot run on CPU ${cpu}: a comparison needs two processors, one for the server and one ` +
				'for its load; see --server-cpu and --client-cpu',
		);
	}
}

/** Microseconds of processor time used, and of waiting for a processor that others used. */
export type CpuTimes = {readonly used: number; readonly waited: number};

/**
 * What `pid` and its children have had so far: exact while they sleep, up to a tick old while they
 * run. It is the scheduler's own count (Documentation/scheduler/sched-stats.rst,
 * "/proc/<pid>/schedstat"), because /proc/PID/stat counts in steps of 10 ms.
 */
export function cpuTimes(pid: number): CpuTimes {
	let used = 0;
	let waited = 0;
	for (const folder of tasksOf(pid)) {
		const [ran, delayed] = readFileSync(`${folder}/schedstat`, 'utf8').split(' ').map(Number);
		used += (ran ?? 0) / 1000;
		waited += (delayed ?? 0) / 1000;
	}

	return {used, waited};
}

/** Whether no thread of `pid` or its children runs, or would (state R in proc_pid_stat(5)). */
export function isAsleep(pid: number): boolean {
	return tasksOf(pid).every(folder => !/\) R /.test(readFileSync(`${folder}/stat`, 'utf8')));
}

/** The folders in /proc of all threads of `pid` and of its children. */
function tasksOf(pid: number): string[] {
	return readdirSync(`/proc/${pid}/task`).flatMap(task => {
		const folder = `/proc/${pid}/task/${task}`;
		const children = readFileSync(`${folder}/children`, 'utf8').split(' ').filter(Boolean);
		return [folder, ...children.flatMap(child => tasksOf(Number(child)))];
	});
}
