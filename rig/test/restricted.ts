// What a container, a sandbox or a bare namespace withholds is told with what would allow it.
import {existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa, execaSync} from 'execa';
import {readCgroup, throttledUs} from '../agent/cgroup.js';
import {countFalse} from '../method/aa.js';
import {type AaRecord, keepLastAa} from '../record/aa.js';
import {readGit} from '../record/provenance.js';
import {SCHEMA} from '../record/row.js';
import {deadweight} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const has = (command: string, ...args: string[]) =>
	execaSync(command, args, {reject: false}).exitCode === 0;
const namespace = has('unshare', '--net', 'true') ? test : test.skip;
/** Runs deadweight as a user whom nobody has heard of. */
const asStranger = (...args: string[]) => {
	const {HOME: _, XDG_STATE_HOME: __, ...env} = process.env;
	const user = ['--reuid=54321', '--regid=54321', '--clear-groups'];
	return execaSync('setpriv', [...user, process.execPath, deadweight, ...args], {
		...{env, extendEnv: false, reject: false},
	});
};
const homeless = asStranger('--help').exitCode === 0 ? test : test.skip;

/** kernel.io_uring_disabled, what io_uring_setup(2) returns, and what people are told. */
const denials: Array<[setting: string, error: string, told: RegExp]> = [
	['0', 'EPERM', /EPERM.*a sandbox forbids it: .*seccomp=unconfined/],
	['1', 'EPERM', /EPERM.* is 1, .*kernel\.io_uring_group=GID/],
	['2', 'EPERM', /EPERM.* is 2, off for all; sysctl -w kernel\.io_uring_disabled=0/],
	['0', 'ENOMEM', /ENOMEM.*RLIMIT_MEMLOCK is too small.*ulimit -l/],
];
/** The setting is the whole machine's, so another file takes its place, in a mount namespace. */
const denied = `printf '%s\\n' "$SETTING" > "$FILE"
mount --bind "$FILE" /proc/sys/kernel/io_uring_disabled
exec strace -f -o "$FILE.calls" -e trace=io_uring_setup -e inject=io_uring_setup:error="$ERROR" "$NODE" "$RIG" dphttpd --list-mechanisms`;
const canDeny =
	existsSync('/proc/sys/kernel/io_uring_disabled') &&
	has('unshare', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt') &&
	has('strace', '-o', '/dev/null', '-e', 'trace=none', 'true');
for (const [setting, error, told] of denials) {
	(canDeny ? test : test.skip)(
		`io_uring_setup ends with ${error}, and io_uring_disabled is ${setting} (skipped without root, strace, Linux 6.6)`,
		async t => {
			const FILE = join(temporaryFolder(t), 'setting');
			const {stdout, stderr} = await execa('unshare', ['--mount', 'sh', '-c', denied], {
				env: {SETTING: setting, ERROR: error, FILE, NODE: process.execPath, RIG: deadweight},
			});
			t.regex(stdout, /^epoll +readiness +ok/m, stderr);
			const line = stdout.split('\n').find(each => each.startsWith('io_uring ')) ?? '';
			t.regex(line, told);
			// As large as the rings that are used: a limit that those would meet is met here.
			t.regex(readFileSync(`${FILE}.calls`, 'utf8'), /io_uring_setup\(4096, /);
		},
	);
}

/** A set of processors of our own (cpuset(7)): no mask of affinity leads out of it. */
const sets = ['/sys/fs/cgroup/cpuset', '/sys/fs/cgroup'].map(
	root => `${root}/deadweight-set-${process.pid}`,
);
const set = sets.find(folder => {
	try {
		mkdirSync(folder);
		writeFileSync(`${folder}/cpuset.mems`, '0');
		writeFileSync(`${folder}/cpuset.cpus`, '0');
		return true;
	} catch {
		return false;
	}
});
test.after.always(() => {
	sets.filter(existsSync).forEach(folder => {
		rmdirSync(folder);
	});
});
(set === undefined ? test.skip : test)(
	'of processors, those of its cpuset are used, and named (skipped where none can be made)',
	async t => {
		const inSet = async (...args: string[]) =>
			execa(
				'sh',
				[
					'-c',
					'echo $$ >"$0/cgroup.procs" && exec "$@"',
					set ?? '',
					process.execPath,
					deadweight,
					...args,
				],
				{reject: false},
			);
		const [plan, server] = await Promise.all([
			inSet('run', '--dead', '0', '--mechanisms', 'epoll', '--dry-run', '--json'),
			inSet('dphttpd', '--cpus', '1'),
		]);
		t.like(JSON.parse(plan.stdout), {topology: {server: [0], load: [0], dead: [0]}});
		t.is(server.exitCode, 1);
		t.regex(server.stderr, /there is no processor 1 to run on here: this process has 0; name/);
	},
);

test('quotas of processor time count on every floor, of both versions of control groups', t => {
	const root = temporaryFolder(t);
	const write = (file: string, text: string) => {
		mkdirSync(join(root, file, '..'), {recursive: true});
		writeFileSync(join(root, file), `${text}\n`);
	};
	write('pod/box/cpu.stat', 'usage_usec 9\nnr_throttled 1\nthrottled_usec 1000');
	write('pod/box/cpu.max', '50000 100000');
	write('pod/cpu.stat', 'throttled_usec 200');
	write('cpu/docker/cpu.stat', 'nr_throttled 1\nthrottled_time 7000000');
	write('cpu/cpu.cfs_quota_us', '-1');
	const second = {root, groups: '0::/pod/box\n'};
	t.is(throttledUs(second), 1200);
	t.is(readCgroup('cpu', 'cpu.max', second), '50000 100000');
	// Where it is mounted, the path may be one that only the host knows.
	const first = {root, groups: '4:cpuacct,cpu:/docker/4711\n0::/pod/box\n'};
	t.is(throttledUs(first), 7000);
	t.is(readCgroup('cpu', 'cpu.cfs_quota_us', first), '-1');
	t.is(readCgroup('cpu', 'cpu.max', first), undefined);
});

namespace(
	'lo that is down is one message, before anything is measured (skipped without unshare)',
	async t => {
		const cwd = temporaryFolder(t);
		const {exitCode, stderr} = await execa(
			'unshare',
			['--net', process.execPath, deadweight, 'run', '--dead', '0', '--mechanisms', 'epoll'],
			{cwd, reject: false},
		);
		t.is(exitCode, 1);
		t.regex(stderr, /^deadweight: .*loopback interface .* is down; ip link set lo up/);
	},
);

homeless('no home and no entry in passwd is told, with what to set (skipped without root)', t => {
	const {exitCode, stderr} = asStranger('tune', 'plan', '--dead', '10');
	t.is(exitCode, 1);
	t.regex(
		stderr,
		/^deadweight: there is no home folder: HOME is not set, and this user \(54321\).*XDG_STATE_HOME/,
	);
	t.is(asStranger('gates').exitCode, 0);
});

test.serial('a record that cannot be kept says where it could be', t => {
	const before = process.env['XDG_STATE_HOME'];
	process.env['XDG_STATE_HOME'] = '/dev/null';
	const record: AaRecord = {
		schema: SCHEMA,
		...{at: '2026-11-20T10:00:00.000Z', folder: '/x', machine: 'm'},
		...{mechanism: 'epoll', levels: [0], effect: 0.03},
		...countFalse([], []),
		comparisons: 20,
	};
	t.throws(
		() => {
			keepLastAa(record);
		},
		{message: /^it cannot be kept as this machine's last A\/A: ENOTDIR.*set XDG_STATE_HOME/},
	);
	process.env['XDG_STATE_HOME'] = before ?? '';
});

test.serial('GIT_DIR of another repository is not what is recorded', async t => {
	const before = await readGit();
	process.env['GIT_DIR'] = temporaryFolder(t);
	try {
		t.deepEqual(await readGit(), before);
	} finally {
		delete process.env['GIT_DIR'];
	}
});
