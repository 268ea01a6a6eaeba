// A study of blocks runs as any other: counts are exact, and what cannot be is a row with its reason.
import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {probeKernelTls} from '../../linux/kernel-tls.js';
import {probeTls} from '../../linux/tls.js';
import {cellsFile} from '../record/cells-file.js';
import type {Row} from '../record/row.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const small = [
	...['--vary', 'reply=split,cork', '--vary', 'transport=tcp,unix', '--vary', 'block=4k,32k'],
	...['--set', 'disk=1m'],
	...['--repeats', '1', '--warmup', '0', '--duration', '0.2', '--retries', '0'],
];

/** Calls and segments of a read. */
const expected: Readonly<Record<string, readonly [calls: number, segments?: number]>> = {
	'split tcp': [3, 3],
	'split unix': [3],
	'cork tcp': [5, 1],
};

test('cork: calls and segments of a read, and no TCP_CORK on a Unix socket', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stdout, stderr} = await runCli(['run', 'cork', ...small, '--out', folder]);
	t.is(exitCode, 0, stderr);
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 8);
	for (const {status, point, measures, reasons} of rows) {
		const place = `${point['reply']} ${point['transport']}`;
		const due = expected[place];
		if (due === undefined) {
			t.is(status, 'not-run');
			t.regex(reasons[0]?.message ?? '', /a Unix socket has no TCP_CORK: .*EOPNOTSUPP/);
		} else {
			t.is(status, 'ok', JSON.stringify(reasons));
			const [calls, segments] = due;
			t.is(measures?.['calls.read'], calls, place);
			const found = measures?.['segments'];
			t.true(found === segments || Math.abs((found ?? 0) - (segments ?? 0)) <= 0.03, place);
			t.is(measures?.['calls.write'], undefined);
		}
	}

	t.regex(stdout, /^cork, unix +4,096 .* 1 not run/m);
	t.true(existsSync(join(folder, 'graph.png')));
});

test('a duet of blocks: one load, in slices; all that is read is right', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stdout, stderr} = await runCli([
		...['duet', 'split', 'more', '--study', 'cork-load', '--vary', 'transport=unix,tcp'],
		...['--set', 'security=plain', '--set', 'disk=1m', '--set', 'block=4k', '--set', 'inflight=8'],
		...['--measures', 'cpu,calls.read', '--repeats', '2', '--warmup', '0', '--duration', '0.2'],
		...['--retries', '0', '--out', folder],
	]);
	t.is(exitCode, 0, stderr);
	t.regex(stdout, /as duets: slices of 5 ms/);
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 4);
	for (const {sides = [], slices = [], logs} of rows) {
		t.regex(slices.map(([side]) => side).join(''), /^(0110|1001)+$/);
		t.true(slices.every(([, seconds, replies]) => seconds > 0 && replies >= 3 * 8 * 8));
		t.is(typeof logs?.['cpu'], 'number');
		t.is(sides.length, 2);
		for (const {measures, reasons} of sides) {
			t.is(measures?.['calls.read'], 3);
			t.true(
				reasons.every(({name}) => name === 'server-idle'),
				JSON.stringify(reasons),
			);
		}
	}
});

const ofTls = 'cork-tls: records of a read, and what cannot be had is a row with its reason';
if (probeTls().ok) {
	test(ofTls, async t => {
		const folder = join(temporaryFolder(t), 'out');
		const {exitCode, stderr} = await runCli([
			...['run', 'cork-tls', '--vary', 'reply=split,more,writev', '--vary', 'security=tls,ktls'],
			...['--vary', 'block=512', '--set', 'disk=1m', '--repeats', '1', '--warmup', '0'],
			...['--duration', '0.2', '--retries', '0', '--out', folder],
		]);
		t.is(exitCode, 0, stderr);
		const hasKernelTls = probeKernelTls().ok;
		for (const {status, point, measures, reasons, detail} of cellsFile.read(folder, t.fail)) {
			const {security, reply} = point;
			if (security === 'ktls' ? hasKernelTls : reply !== 'writev') {
				t.true(['ok', 'invalid'].includes(status), JSON.stringify(reasons));
				// A window cuts what is on its way.
				const due = reply === 'split' ? 3 : 1;
				t.true(Math.abs((measures?.['records'] ?? 0) - due) <= 0.03, JSON.stringify(measures));
				t.is(measures?.['calls.read'] === undefined, security === 'tls');
				t.regex(String((detail as {cipher?: string}).cipher), /^TLS 1.3, .*AES-128-GCM/);
			} else {
				t.is(status, 'not-run');
				t.regex(
					reasons[0]?.message ?? '',
					security === 'ktls' ? /ktls cannot be had here: .*CONFIG_TLS/ : /no call that sends/,
				);
			}
		}
	});
} else {
	test.skip(`${ofTls} (skipped: GnuTLS is not here)`, () => undefined);
}

const isSecure = probeTls().ok;
const title = "Debian's nbdkit in place of blocks: loaded, its bytes held against what was written";
if (spawnSync('nbdkit', ['--version']).error === undefined) {
	test(title, async t => {
		const folder = join(temporaryFolder(t), 'out');
		const {exitCode, stderr} = await runCli([
			...['run', 'cork-load', '--vary', 'reply=more,nbdkit', '--vary', 'transport=tcp,unix'],
			...['--vary', `security=${isSecure ? 'plain,tls' : 'plain'}`],
			...['--set', 'disk=1m', '--set', 'block=4k', '--repeats', '1', '--retries', '0'],
			...['--warmup', '0', '--duration', '0.2', '--out', folder],
		]);
		t.is(exitCode, 0, stderr);
		const rows = cellsFile.read(folder, t.fail);
		for (const security of isSecure ? ['plain', 'tls'] : ['plain']) {
			const {measures, leftOut, reasons, detail} = rowOf(rows, {reply: 'nbdkit', security});
			// The gate reply-errors would be among the reasons.
			t.true(
				reasons.every(({name}) => name === 'server-idle'),
				JSON.stringify(reasons),
			);
			t.deepEqual(
				leftOut?.map(({gate}) => gate),
				['reply-counts'],
			);
			t.true((measures?.['rate'] ?? 0) > 0 && (measures?.['cpu'] ?? 0) > 0);
			t.is(measures?.['calls.read'], undefined);
			// As the load counts them: what has a successor waits for it, in a group or a record.
			const {segments = 0, records = 0} = measures ?? {};
			// Three where each part is sent apart; a busy machine divides a few.
			t.true(segments > 0 && segments < 2, JSON.stringify(measures));
			t.true(Math.abs(records - (security === 'tls' ? 1 : 0)) < 0.03, JSON.stringify(measures));
			t.is((detail as {cipher?: string}).cipher !== undefined, security === 'tls');
		}

		t.is(rowOf(rows, {reply: 'nbdkit', transport: 'unix'}).status, 'not-run');
		t.is(rowOf(rows, {reply: 'more', transport: 'unix'}).measures?.['calls.read'], 3);
	});
} else {
	test.skip(`${title} (skipped: nbdkit is not installed; Debian: nbdkit)`, () => undefined);
}

function rowOf(
	rows: readonly Row[],
	{reply, transport = 'tcp', security = 'plain'}: Readonly<Record<string, string>>,
): Row {
	const row = rows.find(
		({point}) =>
			point['reply'] === reply &&
			point['transport'] === transport &&
			point['security'] === security,
	);
	if (row === undefined) {
		throw new Error(`there is no row of ${reply ?? ''} over ${transport}, ${security}`);
	}

	return row;
}
