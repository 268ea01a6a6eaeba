// A guest that nothing from outside reaches once it has started: what it does is the same to the last instruction.
import {mkdirSync, readFileSync, realpathSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {execa} from 'execa';
import {archive, CHARACTER_DEVICE, FOLDER, PROGRAM} from '../../site/guest/cpio.js';
import {findImage} from '../../site/guest/image.js';
import {keepTurnsWhole} from '../../site/guest/init.js';
import {librariesOf} from '../../site/guest/initramfs.js';
import {findNeeded} from '../../site/guest/needed.js';
import {bareGuest, countingProcessor, kernelWords} from '../../site/guest/qemu.js';
import {twinLayer} from '../../site/guest/twins.js';
import {TWINS} from '../../agent/program-files.js';

const folders = ['bin', 'lib', 'lib64', 'lib/x86_64-linux-gnu', 'proc', 'dev', 'tmp'];
const MEMORY_MIB = 512;

/** Sees that `folder` has what a closed guest boots into, busybox and the C twins; it runs `script` and ends. */
export async function makeClosedGuest(folder: string, script: string): Promise<string> {
	const chrt = findNeeded('chrt');
	const libraries = await librariesOf(chrt);
	const programs = [
		['bin/busybox', findNeeded('busybox')],
		['bin/chrt', chrt],
	] as const;
	const all = [...programs, ...libraries.map(path => [path.slice(1), path] as const)];
	const files = archive([
		...folders.map(path => ({path, mode: FOLDER})),
		{path: 'dev/console', mode: CHARACTER_DEVICE, device: [5, 1]},
		{path: 'dev/null', mode: CHARACTER_DEVICE, device: [1, 3]},
		...all.map(([path, from]) => ({path, mode: PROGRAM, data: readFileSync(realpathSync(from))})),
		{path: 'init', mode: PROGRAM, data: Buffer.from(init(script))},
	]);
	mkdirSync(folder, {recursive: true});
	const path = join(folder, 'initramfs');
	writeFileSync(path, Buffer.concat([files, twinLayer(folder)]));
	return path;
}

/** Boots it with that kernel; returns what its console said until it ended. */
export async function bootClosedGuest(
	kernel: string,
	initramfs: string,
	seed: number,
): Promise<string> {
	const {vmlinuz} = await findImage(kernel);
	// Not to a pipe: where one is full, a serial port tries again later.
	const console = join(dirname(initramfs), `console-${seed}`);
	await execa('setpriv', [
		...[...bareGuest, '-serial', `file:${console}`],
		...countingProcessor(seed, 'off'),
		...['-smp', '1', '-m', String(MEMORY_MIB), '-kernel', vmlinuz, '-initrd', initramfs],
		...['-append', kernelWords({count: 'instructions'}).join(' ')],
	]);
	return readFileSync(console, 'latin1');
}

const init = (script: string): string => `#!/bin/busybox sh
export PATH=/bin:${TWINS}
/bin/busybox --install -s /bin 2>/dev/null
mount -t proc proc /proc
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
ifconfig lo 127.0.0.1 netmask 255.0.0.0 up
ulimit -n 100000
${keepTurnsWhole}
${script}
poweroff -f
`;
