// Kernels in guests: from a package of Debian's to a verdict, and what becomes of guests that fail.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execaSync} from 'execa';
import {cellsFile} from '../record/cells-file.js';
import {runFile} from '../record/run-file.js';
import {runCli} from './helpers/cli.js';
import {commandOf, eventually, isAlive, treeOf, waitForEnd} from './helpers/processes.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

/** Leads to the newest kernel of this release of Debian. */
const KERNEL = 'linux-image-cloud-amd64';

const obstacle = findObstacle();
const guestTest = obstacle === undefined ? test.serial : test.skip;
const title = (name: string) => (obstacle === undefined ? name : `${name} (skipped: ${obstacle})`);

function findObstacle(): string | undefined {
	const missing = ['qemu-system-x86_64', 'busybox', 'apt-get', 'dpkg-deb'].filter(
		program => execaSync('sh', ['-c', `command -v ${program}`], {reject: false}).exitCode !== 0,
	);
	if (missing.length > 0) {
		return `no ${missing.join(', ')} here; apt-get install qemu-system-x86 busybox-static`;
	}

	return execaSync('apt-cache', ['show', KERNEL], {reject: false}).exitCode === 0
		? undefined
		: `the package sources here have no ${KERNEL}`;
}

const kernels = ['kernels', '--accel', 'tcg', '--study', 'quick', '--mechanisms', 'epoll'];
const small = [
	...kernels,
	'--repeats',
	'1',
	'--retries',
	'0',
	'--duration',
	'1',
	'--warmup',
	'1',
	'--dead',
	'2000',
];

guestTest(title('a package against itself: boots, verdicts, and no process left'), async t => {
	t.timeout(600_000);
	const folder = join(temporaryFolder(t), 'out');
	const ran = runCli(
		[...small, '--images', KERNEL, '--boots', '2', '--out', folder],
		undefined,
		600_000,
	);
	const seen = await eventually(() => {
		const pids = treeOf(ran.pid ?? 0);
		return pids.some(pid => commandOf(pid).startsWith('qemu-system')) ? pids : undefined;
	}, 'guest');
	const {exitCode, stdout, stderr} = await ran;
	t.is(exitCode, 0, stderr);
	t.regex(
		stdout,
		/A is linux-image-cloud-amd64, B is .*, 2 boots of each by turns, each one value/,
	);
	t.regex(stdout, /epoll +2,000 .* (same|cannot tell|faster|slower)/);
	t.deepEqual(seen.filter(isAlive), []);
	for (const boot of ['A/1', 'A/2', 'B/1', 'B/2']) {
		const {topology, guest, hosts} = runFile.read(join(folder, boot));
		t.is(topology.label, 'guest (software emulation)');
		t.like(guest, {kernel: KERNEL, accelerator: 'tcg'});
		t.regex(hosts.server.kernel, /-cloud-amd64$/);
		const [row] = cellsFile.read(join(folder, boot), t.fail);
		t.not(row?.status, 'failed', JSON.stringify(row?.reasons));
		t.false(row?.reasons.some(({name}) => name.startsWith('population')));
		t.regex(readFileSync(join(folder, `${boot}-console-1.log`), 'latin1'), /Linux version/);
	}
});

guestTest(
	title('QEMU killed in mid-cell: its cell fails with the cause, another guest goes on'),
	async t => {
		t.timeout(600_000);
		const folder = join(temporaryFolder(t), 'out');
		const args = [
			...kernels,
			'--repeats',
			'2',
			'--duration',
			'6',
			'--warmup',
			'1',
			'--dead',
			'500',
		];
		const own = ['--images', KERNEL, '--boots', '1', '--out', folder];
		const ran = runCli([...args, ...own], undefined, 600_000);
		const qemu = await eventually(
			() => treeOf(ran.pid ?? 0).find(pid => commandOf(pid).startsWith('qemu-system')),
			'guest',
		);
		await eventually(() => {
			const console = ['A', 'B']
				.map(side => join(folder, side, '1-console-1.log'))
				.find(each => existsSync(each));
			return console !== undefined && existsSync(console.replace('-console-1.log', '/cells.ndjson'))
				? true
				: undefined;
		}, 'cells');
		process.kill(qemu, 'SIGKILL');
		const {stderr} = await ran;
		const first = ['A', 'B'].find(side => existsSync(join(folder, side, '1-console-2.log'))) ?? '';
		const rows = cellsFile.read(join(folder, first, '1'), t.fail);
		t.is(rows.length, 2, stderr);
		t.is(rows[0]?.status, 'failed');
		t.regex(rows[0]?.reasons[0]?.message ?? '', /agent is gone: SIGKILL.*its console ends with/);
		t.not(rows[1]?.status, 'failed', JSON.stringify(rows[1]?.reasons));
	},
);

guestTest(title('the rig killed: its guest ends, and --resume boots what is missing'), async t => {
	t.timeout(600_000);
	const {folder, ran, side} = await startCells(t, 2);
	await eventually(() => {
		const text = readFileSync(join(folder, side, '1/cells.ndjson'), 'utf8');
		return text.includes('\n') ? true : undefined;
	}, 'row');
	const tree = treeOf(ran.pid ?? 0);
	ran.kill('SIGKILL');
	await ran;
	t.deepEqual(await waitForEnd(tree, 60_000), []);
	const before = cellsFile.read(join(folder, side, '1'), () => undefined);
	const resumed = await runCli(['kernels', '--resume', folder], undefined, 600_000);
	t.regex(resumed.stdout, /There are no verdicts: one run a side/, resumed.stderr);
	for (const each of ['A', 'B']) {
		t.is(cellsFile.read(join(folder, each, '1'), t.fail).length, 2);
	}

	const after = cellsFile.read(join(folder, side, '1'), t.fail);
	t.deepEqual(after.slice(0, before.length), before, 'finished cells are kept');
});

guestTest(title('a guest that hangs: found by its silence, and replaced'), async t => {
	t.timeout(600_000);
	const {folder, ran, side} = await startCells(t, 3);
	const qemu = treeOf(ran.pid ?? 0).find(pid => commandOf(pid).startsWith('qemu-system'));
	// As a processor that has stopped: nothing of the guest runs on.
	process.kill(qemu ?? 0, 'SIGSTOP');
	const {stderr} = await ran;
	const rows = cellsFile.read(join(folder, side, '1'), t.fail);
	t.is(rows.length, 3, stderr);
	const failed = rows.filter(({status}) => status === 'failed');
	t.is(failed.length, 1, JSON.stringify(rows.map(({reasons}) => reasons)));
	t.regex(failed[0]?.reasons[0]?.message ?? '', /agent/);
	t.false(isAlive(qemu ?? 0));
});

guestTest(title('a panic: one message with the console line, after a second try'), async t => {
	t.timeout(300_000);
	const folder = join(temporaryFolder(t), 'out');
	const ran = await runCli(
		[...small, '--images', KERNEL, '--boots', '1', '--append', 'rdinit=/none', '--out', folder],
		undefined,
		300_000,
	);
	t.is(ran.exitCode, 1);
	t.regex(ran.stderr, /it is tried once more/);
	t.regex(ran.stderr, /host guest cannot be used: .*its console ends with: .*Kernel panic/);
});

/** Starts a boot of each side with so many cells, and returns when the first boot has begun its own. */
async function startCells(t: ExecutionContext, cells: number) {
	const folder = join(temporaryFolder(t), 'out');
	const args = ['--repeats', String(cells), '--duration', '1', '--warmup', '1', '--dead', '100'];
	const own = ['--images', KERNEL, '--boots', '1', '--out', folder];
	const ran = runCli([...kernels, ...args, ...own], undefined, 600_000);
	const started = () => ['A', 'B'].find(side => existsSync(join(folder, side, '1/cells.ndjson')));
	return {folder, ran, side: await eventually(started, 'cells')};
}

const bad: Array<[string, (folder: string) => string[], number, RegExp]> = [
	['no kernel', () => [], 2, /--images takes one kernel or two/],
	['three kernels', () => ['--images', 'a,b,c'], 2, /--images takes one kernel or two/],
	[
		'a wrong path',
		() => ['--images', '/nowhere/vmlinuz'],
		2,
		/there is no kernel \/nowhere\/vmlinuz/,
	],
	[
		'a package that is none',
		() => ['--images', 'linux-image-0-none'],
		2,
		/have no linux-image-0-none/,
	],
	[
		'a tree that was not built',
		folder => ['--images', folder],
		2,
		/is no tree in which a kernel was built/,
	],
	[
		'an image of another architecture',
		folder => {
			// As the image of an arm64 kernel begins: its Documentation/arch/arm64/booting.rst.
			const image = Buffer.alloc(65_536);
			image.write('MZ@\xfa', 0, 'latin1');
			image.write('ARMd', 56, 'latin1');
			writeFileSync(join(folder, 'Image'), image);
			return ['--images', join(folder, 'Image')];
		},
		2,
		/is no kernel for x86-64/,
	],
	[
		'more memory than there is',
		() => ['--images', KERNEL, '--memory', '99999999'],
		1,
		/a guest of 99999999 MiB does not fit/,
	],
];
for (const [name, args, status, message] of bad) {
	guestTest(title(`refused: ${name}`), async t => {
		t.timeout(120_000);
		const folder = temporaryFolder(t);
		const out = join(folder, 'out');
		const ran = await runCli([...small, '--boots', '1', ...args(folder), '--out', out]);
		t.is(ran.exitCode, status, ran.stderr);
		t.regex(ran.stderr, message);
		t.notRegex(ran.stderr, /^ +at /m);
	});
}
