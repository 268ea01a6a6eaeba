// The plugin of QEMU that counts by function: where guests can have it, and what is said where they cannot.
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execaSync} from 'execa';
import {functionFiles, FunctionCounts, USER_MODE} from '../site/guest/function-counts.js';
import {findFunctionPlugin} from '../site/guest/function-plugin.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

/** Does something with programs of that folder alone. */
function withPath<T>(path: string, use: () => T): T {
	const before = process.env['PATH'];
	process.env['PATH'] = path;
	try {
		return use();
	} finally {
		process.env['PATH'] = before;
	}
}

/** A folder for programs: a QEMU that ends like that. */
function fakeQemu(t: ExecutionContext, script: string): string {
	const bin = join(temporaryFolder(t), 'bin');
	mkdirSync(bin);
	const qemu = join(bin, 'qemu-system-x86_64');
	writeFileSync(qemu, `#!/bin/sh\n${script}\n`);
	chmodSync(qemu, 0o755);
	return bin;
}

test.serial('without a compiler: which packages bring one', t => {
	t.throws(() => withPath(fakeQemu(t, 'exit 0'), () => findFunctionPlugin(temporaryFolder(t))), {
		message: /no C compiler here for the plugin of QEMU: apt-get install gcc libc6-dev/,
	});
});

const hasCompiler = execaSync('cc', ['--version'], {reject: false}).exitCode === 0;
const compilerTest = hasCompiler ? test.serial : test.skip;
const title = (name: string) => (hasCompiler ? name : `${name} (skipped: no C compiler)`);

compilerTest(title('a QEMU that takes no plugins: its own words'), t => {
	const bin = fakeQemu(t, 'echo "-plugin: invalid option" >&2; exit 1');
	t.throws(
		() =>
			withPath(`${bin}:${process.env['PATH'] ?? ''}`, () => findFunctionPlugin(temporaryFolder(t))),
		{message: /QEMU here does not take the plugin: -plugin: invalid option/},
	);
});

test('counts of a window: marks behind its beginning, up to its end, in the boot that has both', t => {
	const folder = join(temporaryFolder(t), '1');
	const {counts, symbols} = functionFiles(folder);
	writeFileSync(
		symbols,
		[
			'0000000000000000 A fixed_percpu_data',
			'ffffffff81000010 T __do_sys_poll',
			'ffffffff81000010 t do_sys_poll.isra.0',
			'ffffffff81000100 t sock_poll_noprof',
			'ffffffff81000100 d no_function',
			'ffffffffc0000000 t port_fops_poll\t[virtio_console]',
		].join('\n'),
	);
	const mark = (seconds: number, lines: Record<string, number | string>) =>
		[
			`mark ${seconds * 1e9}`,
			...Object.entries(lines).map(([address, count]) => `${address} ${count}`),
		].join('\n');
	writeFileSync(
		counts,
		[
			'boot',
			mark(2, {ffffffff81000010: 1}),
			'boot',
			mark(1, {ffffffff81000010: 1000}),
			mark(2, {ffffffff81000010: 7, ffffffff810000ff: 3, '0': 11}),
			'call 1 0 ffffffff81000018',
			'call 2 1 ffffffff81000110',
			mark(2.5, {ffffffff81000123: '5 1', ffffffffc0000100: '2 2', ffffffffc0000104: '3 2'}),
			mark(3, {ffffffff81000010: 1000}),
			'',
		].join('\n'),
	);
	const found = FunctionCounts.read(folder);
	t.deepEqual(
		found?.between(1, 2.5),
		new Map([
			[USER_MODE, 11],
			['do_sys_poll', 10],
			['do_sys_poll;sock_poll', 5],
			['do_sys_poll;sock_poll;port_fops_poll', 5],
		]),
	);
	t.is(found?.between(1, 2.25), undefined, 'a report that the plugin was not told of');
	t.is(FunctionCounts.read(temporaryFolder(t)), undefined);
});
