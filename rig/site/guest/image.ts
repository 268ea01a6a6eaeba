// Kernels that guests boot: a vmlinuz, a built tree, or a package of Debian's, unpacked and never installed.
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	readSync,
	renameSync,
	rmSync,
	statSync,
} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {execa} from 'execa';
import {Failure, UsageError} from '../../failure.js';
import {cacheFolder} from '../../record/state-folder.js';

/** A driver, not compressed. */
type Module = {readonly name: string; readonly bytes: Buffer};

/** A kernel that can be booted. */
export type KernelImage = {
	/** As it was asked for. */
	readonly name: string;
	readonly vmlinuz: string;
	/** As uname -r says. */
	readonly release: string;
	/** Drivers that it has as modules, in the order in which they are loaded. */
	readonly modules: readonly Module[];
	/** The same, of what it loads once a program asks for kTLS. */
	readonly tlsModules: readonly Module[];
	/** Its configuration, where that lies beside it. */
	readonly configuration: Buffer | undefined;
};

/** What virtio-serial takes, each behind what it depends on. */
const drivers = [
	...['virtio_ring', 'virtio', 'virtio_pci_legacy_dev', 'virtio_pci_modern_dev'],
	...['virtio_pci', 'virtio_console'],
];
/** What kTLS takes, with AES-GCM by the processor's own instructions; a kernel has some of them built in. */
const tlsDrivers = [
	...['gf128mul', 'ghash-generic', 'ctr', 'crypto_null', 'gcm'],
	...['cryptd', 'crypto_simd', 'aesni-intel', 'tls'],
];

/** Where a tree has the kernel that was built in it. */
export const BUILT = 'arch/x86/boot/bzImage';

/** Where kernels of packages are unpacked, those of trees are kept, and initramfs are. */
export function kernelCache(): string {
	return join(cacheFolder(), 'kernels');
}

/**
 * Finds a kernel: `name` is the path of a vmlinuz or bzImage, of a tree in which one was built, or a
 * package's name, as linux-image-6.12-cloud-amd64.
 * @throws UsageError where there is none, or it is for another architecture; Failure where the package
 * cannot be fetched.
 */
export async function findImage(name: string): Promise<KernelImage> {
	if (/^linux-image-[a-z0-9.+~-]+$/.test(name)) {
		const folder = await unpack(name);
		const boot = readdirSync(join(folder, 'boot')).find(file => file.startsWith('vmlinuz-'));
		return readImage(name, join(folder, 'boot', boot ?? 'vmlinuz'), join(folder, 'lib/modules'));
	}

	if (!existsSync(name)) {
		throw new UsageError(
			`there is no kernel ${name}: give a vmlinuz, a tree in which one was built, a git tree and a commit of it (TREE@REF), or a package of Debian's, as linux-image-6.12-cloud-amd64`,
		);
	}

	const built = join(name, BUILT);
	if (statSync(name).isDirectory() && !existsSync(built)) {
		throw new UsageError(
			`${name} is no tree in which a kernel was built: it has no ${BUILT}` +
				(existsSync(join(name, '.git')) ? `; ${name}@HEAD builds one` : ''),
		);
	}

	const vmlinuz = statSync(name).isDirectory() ? built : name;
	// Of a kernel that is installed, /boot/vmlinuz-* has its modules in /lib/modules.
	return readImage(name, vmlinuz, join(dirname(vmlinuz), '../lib/modules'));
}

/** The kernels that package sources of this machine offer. */
export async function offeredKernels(): Promise<string[]> {
	const {stdout} = await execa(
		'apt-cache',
		['search', '--names-only', '^linux-image-[0-9].*-amd64$'],
		{
			reject: false,
		},
	);
	return stdout
		.split('\n')
		.map(line => line.split(' ')[0] ?? '')
		.filter(name => name !== '' && !/-(dbg|unsigned)$/.test(name))
		.sort();
}

/** Those that were fetched already. */
export function cachedKernels(): string[] {
	return existsSync(kernelCache())
		? readdirSync(kernelCache())
				.filter(name => name.startsWith('linux-image-'))
				.sort()
		: [];
}

async function readImage(name: string, vmlinuz: string, modulesBase: string): Promise<KernelImage> {
	const release = releaseOf(name, vmlinuz);
	const folder = join(modulesBase, release);
	const [modules, tlsModules] = [
		await readModules(folder, drivers),
		await readModules(folder, tlsDrivers),
	];
	const configuration = readConfiguration(vmlinuz, release);
	return {name, vmlinuz, release, modules, tlsModules, configuration};
}

/** Those of them that the kernel has as modules. */
async function readModules(folder: string, names: readonly string[]): Promise<Module[]> {
	const modules = [];
	const files = existsSync(folder) ? readdirSync(folder, {recursive: true, encoding: 'utf8'}) : [];
	for (const name of names) {
		const file = files.find(each => basename(each).split('.')[0] === name && /\.ko/.test(each));
		if (file !== undefined) {
			modules.push({name, bytes: await readModule(join(folder, file))});
		}
	}

	return modules;
}

/** A package's lies beside its kernel, that of a tree at its top. */
function readConfiguration(vmlinuz: string, release: string): Buffer | undefined {
	const folder = dirname(vmlinuz);
	const path = [join(folder, `config-${release}`), join(folder, '../../../.config')].find(each =>
		existsSync(each),
	);
	return path === undefined ? undefined : readFileSync(path);
}

/** busybox loads only what is not compressed. */
async function readModule(path: string): Promise<Buffer> {
	const tool = {xz: 'xz', zst: 'zstd', gz: 'gzip'}[path.split('.').at(-1) ?? ''];
	if (tool === undefined) {
		return readFileSync(path);
	}

	const {stdout} = await execa(tool, ['-dc', path], {encoding: 'buffer'});
	return Buffer.from(stdout);
}

/** Where things are in the header, and the unit of a sector. */
const SETUP_SECTORS_AT = 0x1f1;
const SIZE_AT = 0x1f4;
const MAGIC_AT = 0x202;
const VERSION_AT = 0x20e;
const SETUP = 0x200;
const PARAGRAPH = 16;

/**
 * The release in the header of a bzImage: the kernel's Documentation/arch/x86/boot.rst.
 * @throws UsageError where it is none, or a part of one only.
 */
function releaseOf(name: string, path: string): string {
	const head = Buffer.alloc(0x8000);
	const file = openSync(path, 'r');
	try {
		readSync(file, head, 0, head.length, 0);
	} finally {
		closeSync(file);
	}

	if (head.toString('latin1', MAGIC_AT, MAGIC_AT + 4) !== 'HdrS') {
		throw new UsageError(
			`${name} is no kernel for x86-64 (${path} has no boot header of a bzImage): guests here are x86-64`,
		);
	}

	// 0 stands for 4 sectors, and the boot sector itself is not among them.
	const sectors = 1 + (head.readUInt8(SETUP_SECTORS_AT) || 4);
	const whole = sectors * SETUP + head.readUInt32LE(SIZE_AT) * PARAGRAPH;
	const {size} = statSync(path);
	if (size < whole) {
		throw new UsageError(
			`${name} was cut short: ${path} has ${size} bytes, its header says ${whole}; copy or fetch it again`,
		);
	}

	const at = SETUP + head.readUInt16LE(VERSION_AT);
	return head.toString('latin1', at, head.indexOf(' ', at));
}

/** A package's files, without installing it; one that only depends on a kernel's leads to that. */
async function unpack(name: string): Promise<string> {
	const actual = await resolvePackage(name);
	const folder = join(kernelCache(), actual);
	if (existsSync(folder)) {
		return folder;
	}

	const staging = join(kernelCache(), `staging-${process.pid}`);
	mkdirSync(staging, {recursive: true});
	try {
		await must('apt-get', ['download', actual], staging, `package ${actual} cannot be fetched`);
		const deb = readdirSync(staging).find(file => file.endsWith('.deb'));
		await must(
			'dpkg-deb',
			['-x', deb ?? '', 'out'],
			staging,
			`package ${actual} cannot be unpacked`,
		);
		// Another run may have unpacked it meanwhile.
		if (!existsSync(folder)) {
			renameSync(join(staging, 'out'), folder);
		}
	} finally {
		rmSync(staging, {recursive: true, force: true});
	}

	return folder;
}

async function resolvePackage(name: string): Promise<string> {
	const {stdout, exitCode} = await execa('apt-cache', ['show', '--no-all-versions', name], {
		reject: false,
	});
	if (exitCode !== 0) {
		throw new UsageError(
			`the package sources of this machine have no ${name}: deadweight kernels --list tells what they have`,
		);
	}

	const depends = /^Depends: .*?(linux-image-[0-9][^ ,]*-amd64)/m.exec(stdout)?.[1];
	return depends !== undefined && /^Section: .*$/m.test(stdout) && !/^Size: [0-9]{7,}/m.test(stdout)
		? depends
		: name;
}

async function must(file: string, args: string[], cwd: string, what: string): Promise<void> {
	const {exitCode, stderr, shortMessage} = await execa(file, args, {cwd, reject: false});
	if (exitCode !== 0) {
		throw new Failure(`${what}: ${(stderr || (shortMessage ?? '')).trim()}`);
	}
}
