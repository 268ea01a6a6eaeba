// blocks inside TLS: the records of a read by each policy, clients and a server of others, and what cannot be had.
import {execFile, spawn, spawnSync} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {commandOf} from '../../programs/command-of.js';
import {mechanisms} from '../../programs/events/mechanisms.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {psk, pskLine} from '../../linux/psk.js';
import {load, startBlocks, whereOf} from './helpers/blocks.js';
import {hasStrace} from './helpers/strace.js';

const run = promisify(execFile);
const DISK = 4 * 1024 ** 2;
const REQUESTS = 200;
/** After the handshake: the answers to NBD_OPT_STRUCTURED_REPLY and NBD_OPT_GO, and to the write that fills the disk. */
const OTHER_RECORDS = 3;

const found = mechanisms.parse(
	JSON.parse(spawnSync(...programOf('--list-mechanisms', '--json'), {encoding: 'utf8'}).stdout),
).mechanisms;
const [tls, ktls] = ['tls', 'ktls'].map(name => found.find(each => each.name === name));

/** Records of a read of so many bytes: a part alone has records of its own, and each at most 16 KiB. */
const joined = {512: 1, 16_384: 2, 32_768: 3, 65_536: 5} as const;
const apart = {512: 3, 16_384: 3, 32_768: 4, 65_536: 6} as const;
const cases: ReadonlyArray<
	[security: 'tls' | 'ktls', policy: string, records: Readonly<Record<number, number>>]
> = [
	['tls', 'split', apart],
	['tls', 'more', joined],
	['tls', 'cork', {512: 1, 65_536: 5}],
	['tls', 'copy', {512: 1, 65_536: 5}],
	['ktls', 'split', apart],
	['ktls', 'more', joined],
	['ktls', 'writev', joined],
];

for (const [security, policy, records] of cases) {
	const title = `${security}, ${policy}: ${Object.values(records).join(', ')} records a read of ${Object.keys(records).join(', ')} B`;
	const probe = security === 'tls' ? tls : ktls;
	if (probe?.ok !== true) {
		test.skip(`${title} (skipped: ${probe?.reason ?? 'not known'})`, () => undefined);
		continue;
	}

	test(title, async t => {
		const args = ['--security', security, '--reply', policy, '--nodelay', '--size', '65536'];
		using server = startBlocks(args);
		const where = [...(await whereOf(server)), '--security', 'tls'];
		const one = ['--connections', '1', '--inflight', '1', '--requests', String(REQUESTS)];
		for (const [block, due] of Object.entries(records)) {
			const before = await server.report();
			const {window} = await load([...where, ...one, '--reads', '1', '--block', block]);
			const after = await server.report();
			t.is(window.records, REQUESTS * due, `${block} B, as the load counts them`);
			// Exact: no record is sent again, and none is counted that was not.
			t.is(after.records - before.records, REQUESTS * due + OTHER_RECORDS, `${block} B`);
			t.is(after.reads.count - before.reads.count, REQUESTS);
		}

		t.is((await server.report()).faults, 0);
		t.is(await server.close(), 0, server.errors);
	});
}

const testTls = tls?.ok === true ? test : test.skip;

testTls(
	'2 MiB by more: its payload is in no group; a full socket cuts no record short',
	async t => {
		const args = ['--transport', 'unix', '--security', 'tls', '--size', String(DISK)];
		for (const reply of ['more', 'cork'] as const) {
			using server = startBlocks([...args, '--reply', reply]);
			const where = [...(await whereOf(server)), '--security', 'tls', '--block', '2097152'];
			const {errors} = await load([...where, '--inflight', '4', '--requests', '60']);
			t.deepEqual(errors, {wrong: 0, refused: 0, lost: 0});
			t.is(await server.close(), 0, server.errors);
		}
	},
);

function testOf(program: string, debian: string, title: string, body: typeof copies): void {
	if (tls?.ok === true && spawnSync(program, ['--version']).error === undefined) {
		test(title, body);
	} else {
		test.skip(`${title} (skipped: needs GnuTLS, and ${program}; Debian: ${debian})`, body);
	}
}

function folderOf(t: ExecutionContext): {folder: string; key: string; path: string} {
	const folder = mkdtempSync(join(tmpdir(), 'blocks-test-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true});
	});
	const key = join(folder, 'key');
	writeFileSync(key, pskLine);
	return {folder, key, path: join(folder, 'socket')};
}

testOf('nbdcopy', 'libnbd-bin', 'nbdcopy inside TLS: all bytes, and not without it', copies);

async function copies(t: ExecutionContext): Promise<void> {
	const {folder, key, path} = folderOf(t);
	const [from, to] = [join(folder, 'from'), join(folder, 'to')];
	const bytes = randomBytes(DISK);
	writeFileSync(from, bytes);
	const place = ['--transport', 'unix', '--path', path, '--size', String(DISK)];
	using server = startBlocks([...place, '--security', 'tls', '--reply', 'cork']);
	await server.event('ready');
	const uri = `nbds+unix://${psk.user}@/?socket=${path}&tls-psk-file=${key}`;
	await run('nbdcopy', [from, uri]);
	await run('nbdcopy', [uri, to]);
	t.true(readFileSync(to).equals(bytes));
	const error = await t.throwsAsync(run('nbdinfo', [`nbd+unix:///?socket=${path}`]));
	// As libnbd tells of NBD_REP_ERR_TLS_REQD.
	t.regex(error.message, /error to opt_go request: Operation not supported/);
	t.is((await server.report()).faults, 0);
	t.is(await server.close(), 0, server.errors);
}

testOf('nbdkit', 'nbdkit', 'our load drives nbdkit inside TLS, and finds all that it wrote', loads);

async function loads(t: ExecutionContext): Promise<void> {
	const {key, path} = folderOf(t);
	const inTls = ['--tls=require', `--tls-psk=${key}`];
	const server = spawn('nbdkit', ['--foreground', '--unix', path, ...inTls, 'memory', '4M']);
	t.teardown(() => server.kill());
	await waitFor(
		() => existsSync(path) || undefined,
		() => 'nbdkit does not listen',
	);
	const where = ['--path', path, '--security', 'tls', '--inflight', '16'];
	const {window, errors} = await load([...where, '--requests', '1000']);
	t.is(window.replies, 1000);
	t.is(errors.wrong, 0);
	// Of 64 KiB: what has a successor is in one group with it.
	t.is(window.records, 5 * window.reads + window.writes);
}

test('a load inside TLS is told by a server without it', async t => {
	using server = startBlocks(['--size', '65536']);
	const {port} = await server.event('ready');
	const error = await t.throwsAsync(load(['--port', String(port), '--security', 'tls']));
	t.regex(error.message, tls?.ok === true ? /does not speak TLS/ : /GnuTLS is not here/);
});

if (ktls?.ok === true) {
	test.skip('ktls is refused with its reason (skipped: it is here)', () => undefined);
} else {
	test('ktls is refused with its reason', t => {
		const {status, stderr} = spawnSync(...programOf('--security', 'ktls', '--port', '0'), {
			encoding: 'utf8',
		});
		t.is(status, 1);
		t.true(stderr.includes(ktls?.reason ?? '?'), stderr);
		t.regex(stderr, /CONFIG_TLS|GnuTLS/);
	});
}

(hasStrace && tls?.ok === true ? test : test.skip)(
	'kTLS that the kernel forbids is told as that (needs GnuTLS, strace)',
	t => {
		const [node, args] = programOf('--list-mechanisms');
		const planted = ['-o', '/dev/null', '-e', 'inject=setsockopt:error=EPERM'];
		const {stdout} = spawnSync('strace', [...planted, node, ...args], {encoding: 'utf8'});
		t.regex(stdout, /^tls +security +ok/m);
		t.regex(stdout, /^ktls +security +not here: the kernel refuses kTLS: .*EPERM/m);
	},
);

const libraries = spawnSync('ldconfig', ['-p'], {encoding: 'utf8'}).stdout;
const library = /=> (\/\S*libgnutls\.so\.30)/.exec(libraries)?.[1];
const libm = /=> (\/\S*libm\.so\.6)/.exec(libraries)?.[1];
const hidden = ['unshare', '--mount', 'sh', '-c'];
const canHide =
	library !== undefined &&
	spawnSync('unshare', ['--mount', 'mount', '--bind', '/dev/null', library]).status === 0;

(canHide ? test : test.skip)(
	'without GnuTLS, or with another library in its place: the package is named (needs a mount namespace)',
	t => {
		const [node, args] = programOf('--list-mechanisms');
		const inPlace: Array<[file: string, message: RegExp]> = [
			['/dev/null', /^tls +security +not here: GnuTLS is not here: .*Debian: libgnutls30/m],
			[
				libm ?? '',
				/^tls +security +not here: libgnutls\.so\.30 is no GnuTLS of today: .*gnutls_\w+.*Debian: libgnutls30/m,
			],
		];
		for (const [file, message] of inPlace.filter(([name]) => name !== '')) {
			const script = `mount --bind ${file} ${library ?? ''} && exec "$0" "$@"`;
			const [unshare = '', ...rest] = [...hidden, script, node, ...args];
			const {stdout} = spawnSync(unshare, rest, {encoding: 'utf8'});
			t.regex(stdout, /^plain +security +ok$/m);
			t.regex(stdout, message);
		}
	},
);

function programOf(...args: string[]): [program: string, args: string[]] {
	const [program = '', ...rest] = commandOf('servers/blocks', args);
	return [program, rest];
}
