// Reads the small files in which the kernel tells about itself (proc(5)).
import {readFileSync} from 'node:fs';

/** A file's text, or undefined where this kernel, or this namespace, has none that can be read. */
export function readProc(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return undefined;
	}
}

/** The value of a sysctl, named as in net.core.somaxconn; lists are separated by one space. */
export function readSysctl(name: string): string | null {
	const text = readProc(`/proc/sys/${name.replaceAll('.', '/')}`);
	return text === undefined ? null : text.trim().replaceAll(/\s+/g, ' ');
}

/** The fields of a file of `Name: value` lines, as /proc/self/status and /proc/meminfo are. */
export function readFields(path: string): ReadonlyMap<string, string> {
	const lines = (readProc(path) ?? '').split('\n').map(line => line.split(':', 2));
	return new Map(lines.map(([name, value]) => [name ?? '', (value ?? '').trim()]));
}
