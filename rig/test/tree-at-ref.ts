// Kernels as TREE@REF, of a tree whose Makefile copies an image that is there: nothing is compiled.
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {kernelTitle} from '../commands/kernel-images.js';
import {findImage} from '../site/guest/image.js';
import {buildTree} from '../site/guest/tree.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const missing = ['git', 'make'].filter(tool => spawnSync(tool, ['--version']).error);
const treeTest = missing.length > 0 ? test.skip : test;
const absent = missing.length > 0 ? ` (skipped: no ${missing.join(', ')} here)` : '';

treeTest(
	`TREE@REF is built from that commit, once for each configuration; what fails is told${absent}`,
	async t => {
		const folder = temporaryFolder(t);
		const cache = join(folder, 'cache');
		process.env['XDG_CACHE_HOME'] = cache;
		const tree = join(folder, 'linux');
		commit(tree, '1.0-one', makefile);
		commit(tree, '2.0-two', makefile);
		commit(tree, '3.0-three', `${makefile}\t@echo 'a.c:7: error: planted'; echo 'more'; false\n`);
		// What is not committed is no part of a commit.
		writeFileSync(join(tree, 'image'), 'changed');
		const told: string[] = [];
		const build = async (ref: string, configuration?: string) =>
			buildTree(`${tree}@${ref}`, {
				configuration,
				signal: new AbortController().signal,
				announce: message => told.push(message),
			});

		const one = await build('HEAD~2');
		t.regex(kernelTitle(one), /^linux@[0-9a-f]{12}$/);
		t.is(kernelTitle(tree), tree);
		const image = await findImage(one);
		t.is(image.release, '1.0-one');
		t.regex(image.configuration?.toString() ?? '', /^CONFIG_VIRTIO_CONSOLE=y$/m);
		t.is((await findImage(await build('HEAD^'))).release, '2.0-two');
		t.is(await build('HEAD~2'), one);
		const own = await build('HEAD~2', 'CONFIG_OWN=y\n');
		t.is((await findImage(own)).configuration?.toString(), 'CONFIG_OWN=y\n# default\n');
		t.is(told.length, 3, 'three builds for four kernels');

		await t.throwsAsync(build('HEAD'), {
			message: /commit [0-9a-f]{12} of .*linux cannot be built: make .*error: planted \/ more/,
		});
		await t.throwsAsync(build('no-such-ref'), {message: /linux has no commit no-such-ref/});
		const bin = join(folder, 'bin');
		mkdirSync(bin);
		symlinkSync(execFileSync('sh', ['-c', 'command -v git']).toString().trim(), join(bin, 'git'));
		const path = process.env['PATH'];
		process.env['PATH'] = bin;
		await t.throwsAsync(build('HEAD', 'another'), {message: /apt-get install make gcc flex/});
		process.env['PATH'] = path;

		const git = (...args: string[]) => execFileSync('git', ['-C', tree, ...args]).toString();
		t.regex(git('worktree', 'list'), /^[^\n]*\n$/, 'no worktree is left');
		const kept = readdirSync(join(cache, 'deadweight/kernels'));
		t.is(kept.filter(name => name.startsWith('linux@')).length, 3);
		t.deepEqual(
			kept.filter(name => name.startsWith('staging')),
			[],
		);
	},
);

/** As Linux's has them, so far as they are used. */
const makefile = `allnoconfig:
	cp $(KCONFIG_ALLCONFIG) .config
olddefconfig:
	echo '# default' >> .config
bzImage:
	mkdir -p arch/x86/boot && cp image arch/x86/boot/bzImage
`;

/** Commits an image of that release, whose header is all that it has: Documentation/arch/x86/boot.rst. */
function commit(tree: string, release: string, rules: string): void {
	const image = Buffer.alloc(4096);
	image.writeUInt8(1, 0x1f1);
	image.write('HdrS', 0x202, 'latin1');
	image.writeUInt16LE(0x100, 0x20e);
	image.write(`${release} (here)`, 0x300, 'latin1');
	mkdirSync(tree, {recursive: true});
	writeFileSync(join(tree, 'image'), image);
	writeFileSync(join(tree, 'Makefile'), rules);
	const git = (...args: string[]) =>
		execFileSync('git', ['-C', tree, '-c', 'user.name=T', '-c', 'user.email=t@t', ...args]);
	git('init', '--quiet');
	git('add', '.');
	git('commit', '--quiet', '--message', release);
}
