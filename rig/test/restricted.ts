// What a container, a sandbox or a bare namespace withholds is told with what would allow it.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {execa, execaSync} from 'execa';
import {countFalse} from '../method/aa.js';
import {type AaRecord, keepLastAa} from '../record/aa.js';
import {readGit} from '../record/provenance.js';
import {SCHEMA} from '../record/row.js';
import {deadweight} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const has = (command: string, ...args: string[]) =>
	execaSync(command, args, {reject: false}).exitCode === 0;
const strace = has('strace', '-o', '/dev/null', '-e', 'trace=none', 'true') ? test : test.skip;
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

strace('io_uring that a sandbox denies is no mechanism here (skipped without strace)', async t => {
	const {stdout} = await execa('strace', [
		...['-f', '-o', '/dev/null', '-e', 'trace=io_uring_setup'],
		...['-e', 'inject=io_uring_setup:error=EPERM'],
		...[process.execPath, deadweight, 'dphttpd', '--list-mechanisms'],
	]);
	const setting = readFileSync('/proc/sys/kernel/io_uring_disabled', 'utf8').trim();
	t.regex(stdout, setting === '0' ? /io_uring +.*EPERM.*seccomp/ : /io_uring +.*EPERM/);
	t.regex(stdout, /^epoll +readiness +ok/m);
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
