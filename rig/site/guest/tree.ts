// A kernel of a git tree at a commit, TREE@REF: built once, in a worktree of its own, and kept in the cache.
import {createHash} from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {availableParallelism} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import {execa} from 'execa';
import {describe, Failure, Interrupted, UsageError} from '../../failure.js';
import {BUILT, kernelCache} from './image.js';
import {minimalConfig} from './minimal-config.js';
import {findProgram} from './needed.js';

const DIGITS = 12;
const LAST_LINES = 8;
/** What a kernel is built with; Debian's packages have the same names. */
const tools = ['make', 'gcc', 'flex', 'bison', 'bc'];
/** What some configurations take: a header of libelf-dev. */
const LIBELF = '/usr/include/libelf.h';

/** How a kernel is built. */
export type BuildOptions = {
	/** Of a file of the user's; undefined: what a guest needs, and no more. */
	readonly configuration: string | undefined;
	readonly signal: AbortSignal;
	/** Told before a build, which takes minutes. */
	readonly announce: (message: string) => void;
};

/** Whether a kernel is asked for as TREE@REF. */
export function isTreeAtRef(name: string): boolean {
	const {tree} = split(name);
	return !existsSync(name) && existsSync(tree) && statSync(tree).isDirectory();
}

/**
 * Builds the kernel TREE@REF, or finds the one that was built from that commit with that configuration.
 * Returns its folder, which `findImage` takes as a tree in which a kernel was built.
 * @throws UsageError where the tree has no such commit; Failure where it cannot be built; Interrupted.
 */
export async function buildTree(name: string, options: BuildOptions): Promise<string> {
	const {tree, ref} = split(name);
	const commit = await findCommit(tree, ref);
	const {configuration} = options;
	const key = createHash('sha256')
		.update(configuration ?? minimalConfig)
		.digest('hex');
	const folder = join(
		kernelCache(),
		`${basename(resolve(tree))}@${commit.slice(0, DIGITS)}-${key.slice(0, DIGITS)}`,
	);
	if (!existsSync(folder)) {
		options.announce(`${name} is built: commit ${commit.slice(0, DIGITS)}, once`);
		await build(tree, commit, folder, options);
	}

	return folder;
}

function split(name: string): {tree: string; ref: string} {
	const at = name.lastIndexOf('@');
	return {tree: name.slice(0, Math.max(at, 0)), ref: name.slice(at + 1)};
}

async function findCommit(tree: string, ref: string): Promise<string> {
	const {exitCode, stdout, stderr} = await execa(
		'git',
		['-C', tree, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`],
		{reject: false},
	);
	if (exitCode !== 0) {
		throw new UsageError(
			`${tree} has no commit ${ref}${stderr && `: ${stderr}`}: TREE@REF is a git tree of Linux and a ref of it`,
		);
	}

	return stdout.trim();
}

/** In a folder beside the one that it becomes: one that is there is whole. */
async function build(
	tree: string,
	commit: string,
	folder: string,
	options: BuildOptions,
): Promise<void> {
	mkdirSync(dirname(folder), {recursive: true});
	const staging = mkdtempSync(join(dirname(folder), 'staging-'));
	const worktree = join(staging, 'tree');
	const git = ['git', '-C', tree, 'worktree'];
	const run = async (command: readonly string[]) => step(command, options.signal);
	const make = async (...args: string[]) => run(['make', '--silent', '-C', worktree, ...args]);
	try {
		await run([...git, 'add', '--quiet', '--detach', worktree, commit]);
		await configure(worktree, options.configuration, make);
		await make(`-j${availableParallelism()}`, 'bzImage');
		const out = join(staging, 'out');
		mkdirSync(dirname(join(out, BUILT)), {recursive: true});
		for (const file of [BUILT, '.config']) {
			copyFileSync(join(worktree, file), join(out, file));
		}

		// Another run may have built it meanwhile.
		if (!existsSync(folder)) {
			renameSync(out, folder);
		}
	} catch (error) {
		throw options.signal.aborted
			? new Interrupted()
			: new Failure(
					`commit ${commit.slice(0, DIGITS)} of ${tree} cannot be built: ${describe(error)}`,
				);
	} finally {
		rmSync(staging, {recursive: true, force: true});
		await execa('git', [...git.slice(1), 'prune'], {reject: false});
	}
}

/** What a configuration does not name has its default; of the guest's own, nothing that is not needed. */
async function configure(
	worktree: string,
	configuration: string | undefined,
	make: (...args: string[]) => Promise<void>,
): Promise<void> {
	if (configuration === undefined) {
		const wanted = join(worktree, '../wanted.config');
		writeFileSync(wanted, `${minimalConfig}\n`);
		await make(`KCONFIG_ALLCONFIG=${wanted}`, 'allnoconfig');
	} else {
		writeFileSync(join(worktree, '.config'), configuration);
		await make('olddefconfig');
	}
}

/** @throws Failure with its last words, and what may be missing here. */
async function step([file = '', ...args]: readonly string[], signal: AbortSignal): Promise<void> {
	const {exitCode, all, shortMessage} = await execa(file, args, {
		...{reject: false, cancelSignal: signal, stdin: 'ignore', all: true},
	});
	if (exitCode !== 0) {
		const lines = all.split('\n').filter(line => line.trim() !== '');
		const words = lines.slice(-LAST_LINES).join(' / ') || shortMessage;
		const missing = [
			...tools.filter(tool => findProgram(tool) === undefined),
			...(existsSync(LIBELF) ? [] : ['libelf-dev']),
		];
		throw new Failure(
			`${[file, ...args].join(' ')}: ${words}` +
				(missing.length > 0
					? `; not here, and perhaps needed: apt-get install ${missing.join(' ')}`
					: ''),
		);
	}
}
