// What a guest boots into: busybox, this Node.js with its libraries, and this project.
import {existsSync, readdirSync, readFileSync, realpathSync, statSync} from 'node:fs';
import {createHash} from 'node:crypto';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {keep} from './cache.js';
import {archive, CHARACTER_DEVICE, type Entry, FILE, FOLDER, PROGRAM} from './cpio.js';
import {init, modprobe, TLS_MODULES} from './init.js';
import type {KernelImage} from './image.js';
import {findNeeded} from './needed.js';
import {twinLayer} from './twins.js';

/** Packages that programs and agent need; the rig's others stay out. */
const packages = [
	...['koffi', 'yargs', 'zod', 'vscode-jsonrpc', 'execa'],
	...['pure-rand', 'hdr-histogram-js', 'simple-statistics'],
];
const project = fileURLToPath(new URL('../../../../', import.meta.url));
const devices: Array<[string, [number, number]]> = [
	['dev/console', [5, 1]],
	['dev/null', [1, 3]],
];

/** Digits of a hash that tell files of one name apart. */
const DIGITS = 12;

/**
 * Sees that `folder` has the initramfs of guests with that kernel; returns its path. Its name tells
 * what is in it, so that another checkout, or another build, has its own.
 * @throws Failure where busybox is missing, or there is no room for it.
 */
export async function buildInitramfs(image: KernelImage, folder: string): Promise<string> {
	const layers = [await baseLayer(folder), projectLayer(), twinLayer(folder), moduleLayer(image)];
	const hash = createHash('sha256');
	for (const layer of layers) {
		hash.update(layer);
	}

	const path = join(folder, `initramfs-${image.release}-${hash.digest('hex').slice(0, DIGITS)}`);
	// Not compressed: an emulated processor unpacks far more slowly than it copies.
	keep(path, () => Buffer.concat(layers));
	return path;
}

/** Node.js and what it needs: made once for each Node.js, and each version of what it takes. */
async function baseLayer(folder: string): Promise<Buffer> {
	const files = await programFiles();
	const key = createHash('sha256');
	for (const file of files.values()) {
		const {size, mtimeMs} = statSync(file);
		key.update(`${file} ${size} ${mtimeMs}\n`);
	}

	const path = join(folder, `base-${key.digest('hex').slice(0, DIGITS)}`);
	keep(path, () => programArchive(files));
	return readFileSync(path);
}

/** Where the programs and their libraries are, by their place in the guest. */
async function programFiles(): Promise<Map<string, string>> {
	const tls = await gnutlsLibrary();
	const programs: Array<[string, string]> = [
		['bin/busybox', findNeeded('busybox')],
		['bin/chrt', findNeeded('chrt')],
		['bin/node', process.execPath],
		...(tls === undefined ? [] : [[tls.slice(1), tls] as [string, string]]),
	];
	const files = new Map(programs);
	for (const [, program] of programs) {
		for (const library of await librariesOf(program)) {
			files.set(library.slice(1), library);
		}
	}

	return files;
}

function programArchive(files: ReadonlyMap<string, string>): Buffer {
	return archive(
		withFolders([
			...['proc', 'sys', 'dev', 'tmp', 'root', 'run'].map(name => ({path: name, mode: FOLDER})),
			...devices.map(([name, device]) => ({path: name, mode: CHARACTER_DEVICE, device})),
			...[...files].map(([name, from]) => ({
				path: name,
				mode: PROGRAM,
				data: readFileSync(realpathSync(from)),
			})),
		]),
	);
}

/** Programs load it by its name where TLS is asked for; undefined where this machine has none. */
async function gnutlsLibrary(): Promise<string | undefined> {
	const {stdout} = await execa('/sbin/ldconfig', ['-p'], {reject: false});
	return /libgnutls\.so\.30 .*=> (\/\S+)/.exec(stdout)?.[1];
}

/** The libraries that a program is linked with. ldd(1) fails for one without any. */
export async function librariesOf(program: string): Promise<string[]> {
	const {stdout} = await execa('ldd', [program], {reject: false});
	return stdout.split('\n').flatMap(line => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
}

function projectLayer(): Buffer {
	const folders = ['clients', 'linux', 'programs', 'rig', 'servers'].map(name =>
		join(project, 'dist', name),
	);
	const found = new Map<string, string>([
		['deadweight/package.json', join(project, 'package.json')],
	]);
	for (const folder of [...folders, ...packageFolders()]) {
		for (const file of readdirSync(folder, {recursive: true, encoding: 'utf8'})) {
			const path = join(folder, file);
			const isUseful = !/\.(d\.[cm]?ts|map|md)$/.test(file) && !file.split('/').includes('test');
			if (isUseful && statSync(path).isFile()) {
				found.set(`deadweight/${relative(project, path)}`, path);
			}
		}
	}

	const files = [...found].map(([path, from]) => ({path, mode: FILE, data: readFileSync(from)}));
	const scripts = [
		{path: 'init', mode: PROGRAM, data: Buffer.from(init)},
		{path: 'sbin/modprobe', mode: PROGRAM, data: Buffer.from(modprobe)},
	];
	return archive(withFolders([...files, ...scripts]));
}

/** The folders of the packages and of all that they depend on. */
function packageFolders(): string[] {
	const folders = new Set<string>();
	const add = (name: string, from: string): void => {
		const folder = findPackage(name, from);
		if (folder === undefined || folders.has(folder)) {
			return; // Optional ones for other machines are not there.
		}

		folders.add(folder);
		const {dependencies = {}, optionalDependencies = {}} = JSON.parse(
			readFileSync(join(folder, 'package.json'), 'utf8'),
		) as Record<'dependencies' | 'optionalDependencies', Record<string, string> | undefined>;
		for (const each of Object.keys({...dependencies, ...optionalDependencies})) {
			add(each, folder);
		}
	};
	for (const name of packages) {
		add(name, project);
	}

	return [...folders];
}

/** As Node.js looks for it: from the innermost node_modules outwards. */
function findPackage(name: string, from: string): string | undefined {
	for (let folder = from; folder.startsWith(dirname(project)); folder = dirname(folder)) {
		const path = join(folder, 'node_modules', name);
		if (existsSync(join(path, 'package.json'))) {
			return path;
		}
	}

	return undefined;
}

/** The kernel's drivers, and its configuration where an installed one has it. */
function moduleLayer({modules, tlsModules, configuration, release}: KernelImage): Buffer {
	const filesIn = (folder: string, all: KernelImage['modules']) =>
		all.map(({name, bytes}, index) => ({
			path: `${folder}/${String(index).padStart(2, '0')}-${name}.ko`,
			mode: FILE,
			data: bytes,
		}));
	return archive(
		withFolders([
			...filesIn('modules', modules),
			...filesIn(TLS_MODULES, tlsModules),
			...(configuration === undefined
				? []
				: [{path: `boot/config-${release}`, mode: FILE, data: configuration}]),
		]),
	);
}

/** A folder must come before what is in it. */
function withFolders(entries: readonly Entry[]): Entry[] {
	const folders = new Set<string>();
	for (const {path} of entries) {
		const parts = path.split('/').slice(0, -1);
		parts.forEach((_, index) => folders.add(parts.slice(0, index + 1).join('/')));
	}

	return [...[...folders].map(path => ({path, mode: FOLDER})), ...entries];
}
