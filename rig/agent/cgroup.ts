// The control group of this process, of version 2 or 1 (cgroups(7)).
import {dirname, join} from 'node:path';
import {readProc} from './proc.js';

const ROOT = '/sys/fs/cgroup';

/** Where groups are mounted, and which ones this process is in, as /proc/self/cgroup has it. */
type Place = {readonly root: string; readonly groups: string};

const here = (): Place => ({root: ROOT, groups: readProc('/proc/self/cgroup') ?? ''});

/**
 * The text of a file of this process's group, or of the nearest above it that has one; undefined where
 * none has. In a container the path of /proc/self/cgroup may be the host's, and what is mounted its end.
 */
export function readCgroup(
	controller: string,
	file: string,
	place: Place = here(),
): string | undefined {
	return textsOf(controller, file, place)[0];
}

/** The number `name` in a file of `name number` lines, as memory.events is; 0 where there is none. */
export function readCgroupNumber(controller: string, file: string, name: string): number {
	return numberIn(readCgroup(controller, file) ?? '', name);
}

/**
 * How long this process's group, and those above it, had used up their shares of the processors (cpu.max),
 * in microseconds: each counts its own quota alone.
 */
export function throttledUs(place: Place = here()): number {
	return textsOf('cpu', 'cpu.stat', place)
		.map(text => numberIn(text, 'throttled_usec') + numberIn(text, 'throttled_time') / 1000) // the latter is of version 1
		.reduce((sum, each) => sum + each, 0);
}

/**
 * A file of the group and of all above it, the own first. Systems that have both versions keep a
 * controller in one of them: /proc/self/cgroup names it where that is version 1.
 */
function textsOf(controller: string, file: string, {root, groups}: Place): string[] {
	const lines = groups.split('\n').map(line => line.split(':'));
	const own = lines.find(([, controllers]) => controllers?.split(',').includes(controller));
	const unified = lines.find(([number, controllers]) => number === '0' && controllers === '');
	const [mounts, path] = own
		? [[join(root, controller)], own]
		: [[root, join(root, 'unified')], unified];
	return mounts.flatMap(mount =>
		upwards(path?.slice(2).join(':') ?? '/').flatMap(
			folder => readProc(join(mount, folder, file))?.trim() ?? [],
		),
	);
}

/** A path, and those above it up to the root: /a/b, /a, /. */
function upwards(path: string): string[] {
	return path === '/' || path === '.' ? ['/'] : [path, ...upwards(dirname(path))];
}

function numberIn(text: string, name: string): number {
	const line = text.split('\n').find(each => each.startsWith(`${name} `));
	return Number(line?.split(' ')[1] ?? 0);
}
