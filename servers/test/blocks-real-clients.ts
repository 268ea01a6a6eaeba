// Clients and a server that others wrote: libnbd's nbdinfo and nbdcopy, qemu-io, nbdkit.
import {execFile, spawn, spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {load, startBlocks, startLoad} from './helpers/blocks.js';

const run = promisify(execFile);
const DISK = 4 * 1024 ** 2;

/** A test of a program that may not be here. */
function testOf(
	program: string,
	debian: string,
	title: string,
	body: (t: ExecutionContext) => Promise<void>,
): void {
	if (spawnSync(program, ['--version']).error === undefined) {
		test(title, body);
	} else {
		test.skip(`${title} (skipped: ${program} is not installed; Debian: ${debian})`, body);
	}
}

function folderOf(t: ExecutionContext): string {
	const folder = mkdtempSync(join(tmpdir(), 'blocks-test-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true});
	});
	return folder;
}

for (const [transport, reply] of [
	['tcp', 'split'],
	['unix', 'copy'],
] as const) {
	testOf('nbdcopy', 'libnbd-bin', `nbdcopy by ${transport}, ${reply}: all bytes`, async t => {
		const folder = folderOf(t);
		const [from, to, path] = ['from', 'to', 'socket'].map(name => join(folder, name)) as [
			string,
			string,
			string,
		];
		const bytes = randomBytes(DISK);
		writeFileSync(from, bytes);
		const size = ['--size', String(DISK), '--reply', reply, '--nodelay'];
		const place = transport === 'unix' ? ['--transport', 'unix', '--path', path] : [];
		using server = startBlocks([...size, ...place]);
		const {port} = await server.event('ready');
		const uri = transport === 'unix' ? `nbd+unix:///?socket=${path}` : `nbd://127.0.0.1:${port}/`;
		const {stdout} = await run('nbdinfo', ['--list', uri]);
		t.regex(stdout, /newstyle-fixed without TLS, using structured packets/);
		t.regex(stdout, /export-size: 4194304 /);
		await run('nbdcopy', [from, uri]);
		await run('nbdcopy', [uri, to]);
		t.true(readFileSync(to).equals(bytes));
		const {reads, writes, faults} = await server.report();
		t.true(reads.bytes >= DISK && writes.bytes === DISK && faults === 0);
		t.is(await server.close(), 0, server.errors);
		t.false(existsSync(path));
	});
}

testOf('qemu-io', 'qemu-utils', 'qemu-io writes a pattern and finds it', async t => {
	using server = startBlocks(['--size', String(DISK), '--reply', 'more']);
	const {port} = await server.event('ready');
	const steps = [
		'write -P 0x5a 4096 65536',
		'read -P 0x5a 4096 65536',
		'read -P 0 0 4096',
		'flush',
	];
	const commands = steps.flatMap(step => ['-c', step]);
	const {stdout} = await run('qemu-io', ['-f', 'raw', ...commands, `nbd://127.0.0.1:${port}`]);
	t.regex(stdout, /wrote 65536\/65536 bytes at offset 4096/);
	t.notRegex(stdout, /Pattern verification failed/);
	t.is(await server.close(), 0, server.errors);
});

testOf('nbdkit', 'nbdkit', 'our load writes to nbdkit, and finds all that it wrote', async t => {
	const path = join(folderOf(t), 'socket');
	const server = spawn('nbdkit', ['--foreground', '--unix', path, 'memory', '4M']);
	t.teardown(() => server.kill());
	await waitFor(
		() => existsSync(path) || undefined,
		() => 'nbdkit does not listen',
	);
	const {window, errors} = await load(['--path', path, '--inflight', '16', '--requests', '2000']);
	t.is(window.replies, 2000);
	t.is(errors.wrong, 0);
});

test('without structured replies a read has a header of one part, and its bytes are right', async t => {
	using server = startBlocks(['--size', String(DISK), '--reply', 'split', '--nodelay']);
	const {port} = await server.event('ready');
	const reads = ['--reads', '1', '--requests', '1000', '--connections', '1', '--inflight', '4'];
	await load(['--port', String(port), '--simple', ...reads]);
	const {reads: seen} = await server.report();
	t.is(seen.count, 1000);
	t.is((seen.syscalls['sendto'] ?? 0) - seen.resumed, 2000);
});

test('the load finds bytes that are not those it wrote', async t => {
	using server = startBlocks(['--size', String(DISK)]);
	const {port} = await server.event('ready');
	const common = ['--port', String(port), '--connections', '1', '--reads', '1'];
	using first = startLoad([...common, '--seed', '1', '--duration', '600']);
	await first.event('measuring');
	await load([...common, '--seed', '2', '--requests', '100']);
	t.is(await first.close(), 1);
	const {errors} = await first.event('result');
	t.true(errors.wrong > 0);
});
