// Kernels in guests: from a package of Debian's to a verdict, and what becomes of guests that fail.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {cellsFile} from '../record/cells-file.js';
import {runFile} from '../record/run-file.js';
import {runCli} from './helpers/cli.js';
import {commandOf, eventually, isAlive, treeOf, waitForEnd} from './helpers/processes.js';
import {guestTest, KERNEL, smallComparison, title} from './helpers/guests.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

/** Within which an emulated guest is up, also beside others. */
const BOOT_MS = 180_000;

const kernels = [
	'kernels',
	'--accel',
	'tcg',
	'--count',
	'time',
	'--study',
	'quick',
	'--mechanisms',
	'epoll',
];

guestTest(
	title('a package against itself with 5 % planted in B: as much is counted, and no process left'),
	async t => {
		t.timeout(600_000);
		const folder = join(temporaryFolder(t), 'out');
		const {exitCode, stdout, stderr} = await runCli(
			[
				...smallComparison,
				...['--images', KERNEL, '--boots', '1', '--seed', '1', '--append', 'no_such_word=1'],
				...['--dead', '0', '--inject-b', 'slow=5%', '--fail-on', 'slower', '--out', folder],
			],
			undefined,
			600_000,
		);
		t.is(exitCode, 125, 'one boot of each has no verdict, which git bisect must not take for good');
		t.regex(
			stdout,
			/1 boots of each by turns, each one value.*times and rates are virtual/,
			stderr,
		);
		const [, ratio] = /instructions\/reply B\/A[^]*epoll +0 +([\d.]+)/.exec(stdout) ?? [];
		t.true(Number(ratio) > 1.045 && Number(ratio) < 1.055, stdout);
		t.is(stderr.match(/the kernel of [AB] does not know no_such_word=1/g)?.length, 2, stderr);
		const left = readdirSync('/proc').filter(name => commandOf(Number(name)).includes(folder));
		t.deepEqual(left, []);
		for (const boot of ['A/1', 'B/1']) {
			const {topology, guest, hosts} = runFile.read(join(folder, boot));
			t.regex(topology.label, /counts instructions/);
			t.like(guest, {kernel: KERNEL, accelerator: 'tcg', count: 'instructions', cpus: 1, seed: 1});
			t.regex(hosts.server.kernel, /-cloud-amd64$/);
			t.regex(hosts.server.platform['CONFIG_HZ'] ?? '', /^\d+$/);
			const [row] = cellsFile.read(join(folder, boot), t.fail);
			t.not(row?.status, 'failed', JSON.stringify(row?.reasons));
			t.false(row?.reasons.some(({name}) => name.startsWith('population')));
			const {instructions = 0, cpu = 0} = row?.measures ?? {};
			t.true(instructions > 5000 && Math.abs(instructions - 1000 * cpu) < 1, String(instructions));
			// On any host: a turn of the server answers all hundred, but where a slice ends in one.
			const {'switches.voluntary': turns = 0} = row?.measures ?? {};
			t.true(turns >= 0.01 && turns < 0.0102, String(turns));
			t.regex(readFileSync(join(folder, `${boot}-console-1.log`), 'latin1'), /Linux version/);
		}
	},
);

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
			'3',
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
			BOOT_MS,
		);
		await eventually(
			() => {
				const console = ['A', 'B']
					.map(side => join(folder, side, '1-console-1.log'))
					.find(each => existsSync(each));
				return console !== undefined &&
					existsSync(console.replace('-console-1.log', '/cells.ndjson'))
					? true
					: undefined;
			},
			'cells',
			BOOT_MS,
		);
		process.kill(qemu, 'SIGKILL');
		const first = ['A', 'B'].find(side => existsSync(join(folder, side, '1-console-1.log'))) ?? '';
		const stderr = await untilRows(ran, join(folder, first, '1'), 2);
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

// That another guest takes its place is the same as where QEMU was killed.
guestTest(title('a guest that hangs: found by its silence, and ended'), async t => {
	t.timeout(600_000);
	const {folder, ran, side} = await startCells(t, 1);
	const qemu = treeOf(ran.pid ?? 0).find(pid => commandOf(pid).startsWith('qemu-system'));
	// As a processor that has stopped: nothing of the guest runs on.
	process.kill(qemu ?? 0, 'SIGSTOP');
	const stderr = await untilRows(ran, join(folder, side, '1'), 1);
	const [row] = cellsFile.read(join(folder, side, '1'), t.fail);
	t.is(row?.status, 'failed', stderr);
	t.regex(row?.reasons[0]?.message ?? '', /agent/);
	t.false(isAlive(qemu ?? 0));
});

/** Interrupts the rig once a boot has so many rows: what follows would only boot the other side. Returns its messages. */
async function untilRows(ran: ReturnType<typeof runCli>, boot: string, rows: number) {
	const isThere = () => readFileSync(join(boot, 'cells.ndjson'), 'utf8').split('\n').length > rows;
	await eventually(() => (isThere() ? true : undefined), `row ${rows}`, 400_000);
	ran.kill('SIGINT');
	const {stderr} = await ran;
	return stderr;
}

/** Starts a boot of each side with so many cells, and returns when the first boot has begun its own. */
async function startCells(t: ExecutionContext, cells: number) {
	const folder = join(temporaryFolder(t), 'out');
	const args = ['--repeats', String(cells), '--duration', '1', '--warmup', '1', '--dead', '100'];
	const own = ['--images', KERNEL, '--boots', '1', '--out', folder];
	const ran = runCli([...kernels, ...args, ...own], undefined, 600_000);
	const started = () => ['A', 'B'].find(side => existsSync(join(folder, side, '1/cells.ndjson')));
	return {folder, ran, side: await eventually(started, 'cells', BOOT_MS)};
}
