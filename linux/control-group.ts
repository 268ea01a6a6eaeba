// A control group of version 2 (cgroups(7)): which processes are in it, and what they use.
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {type TreeUsage, usageOf} from './process-tree.js';

/** How often it is looked whether a group still has processes. */
const LOOK_MS = 20;

/** A group, and all that are below it. */
export class ControlGroup {
	readonly #folder: string;

	/**
	 * `path` is that of its folder, or as /proc/<pid>/cgroup has it: /system.slice/nginx.service.
	 * @throws Error where there is no such group of version 2.
	 */
	constructor(path: string) {
		const folders = [path, ...mountPoints().map(mount => join(mount, path))];
		const folder = folders.find(each => read(join(each, 'cpu.stat'))?.includes('usage_usec '));
		if (folder === undefined) {
			throw new Error(
				`there is no control group ${path} of version 2 here (/proc/PID/cgroup names that of a process, behind 0::)`,
			);
		}

		this.#folder = folder;
	}

	/** Processor time is the kernel's own sum (cpu.stat): what has ended is in it. */
	usage(): TreeUsage {
		const {pids, rss} = usageOf(pidsIn(this.#folder));
		const stat = read(join(this.#folder, 'cpu.stat')) ?? '';
		const microseconds = (name: string) =>
			Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0);
		return {
			...{pids, rss},
			cpu: {user: microseconds('user_usec'), system: microseconds('system_usec')},
		};
	}

	/** Settles once no process is left in it; nothing waits for it. */
	async untilEmpty(): Promise<void> {
		while (read(join(this.#folder, 'cgroup.events'))?.includes('populated 1') === true) {
			await delay(LOOK_MS, undefined, {ref: false});
		}
	}
}

/** Where version 2 is mounted: alone, or beside version 1. */
function mountPoints(): string[] {
	return readFileSync('/proc/self/mounts', 'utf8')
		.split('\n')
		.map(line => line.split(' '))
		.filter(([, , type]) => type === 'cgroup2')
		.flatMap(([, point]) => point ?? []);
}

/** Processes of a group that ends meanwhile are none. */
function pidsIn(folder: string): number[] {
	const own = read(join(folder, 'cgroup.procs')) ?? '';
	return [
		...own
			.split('\n')
			.filter(line => line !== '')
			.map(Number),
		...groupsIn(folder).flatMap(pidsIn),
	];
}

function groupsIn(folder: string): string[] {
	try {
		return readdirSync(folder, {withFileTypes: true})
			.filter(entry => entry.isDirectory())
			.map(({name}) => join(folder, name));
	} catch {
		return [];
	}
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
