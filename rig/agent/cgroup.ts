// The control group of this process, of version 2 or 1 (cgroups(7)).
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {readProc} from './proc.js';

const ROOT = '/sys/fs/cgroup';

/**
 * The text of a file of this process's group; undefined where there is none. Systems that have both
 * versions keep a controller in one of them: /proc/self/cgroup names it where that is version 1.
 */
export function readCgroup(controller: string, file: string): string | undefined {
	const lines = (readProc('/proc/self/cgroup') ?? '').split('\n').map(line => line.split(':'));
	const own = lines.find(([, controllers]) => controllers?.split(',').includes(controller));
	const unified = lines.find(([number, controllers]) => number === '0' && controllers === '');
	const path = own
		? join(ROOT, controller, own.slice(2).join(':'), file)
		: [ROOT, join(ROOT, 'unified')]
				.map(root => join(root, unified?.slice(2).join(':') ?? '/', file))
				.find(each => existsSync(each));
	return path === undefined ? undefined : readProc(path)?.trim();
}

/** The number `name` in a file of `name number` lines, as cpu.stat is; 0 where there is none. */
export function readCgroupNumber(controller: string, file: string, name: string): number {
	const line = (readCgroup(controller, file) ?? '')
		.split('\n')
		.find(each => each.startsWith(`${name} `));
	return Number(line?.split(' ')[1] ?? 0);
}
