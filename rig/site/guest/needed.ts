// The programs of this machine that guests take: what is missing is told before anything is fetched or booted.
import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';
import {Failure} from '../../failure.js';

/** Each with the package of Debian's that has it. */
const needed = [
	['qemu-system-x86_64', 'qemu-system-x86'],
	['busybox', 'busybox-static'],
	['setpriv', 'util-linux'],
	['chrt', 'util-linux'],
] as const;

/** @throws Failure that names all that is missing, and how to get it. */
export function refuseMissing(): void {
	const missing = needed.filter(([program]) => findProgram(program) === undefined);
	if (missing.length > 0) {
		const programs = missing.map(([program]) => program).join(', ');
		const packages = [...new Set(missing.map(([, from]) => from))].join(' ');
		throw new Failure(`guests need ${programs}, not here: apt-get install ${packages}`);
	}
}

/** The path of one of them. @throws Failure where there is none. */
export function findNeeded(program: (typeof needed)[number][0]): string {
	refuseMissing();
	return findProgram(program) ?? program;
}

/** Where a program is, as a shell finds it. */
export function findProgram(program: string): string | undefined {
	return (process.env['PATH'] ?? '')
		.split(delimiter)
		.map(folder => join(folder, program))
		.find(isExecutable);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
