// A disk that is full in the middle of a run: a tmpfs of our own, in a mount namespace of our own.
import {join} from 'node:path';
import test from 'ava';
import {execa, execaSync} from 'execa';
import {deadweight} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const canMount =
	execaSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {reject: false})
		.exitCode === 0;
const mountTest = canMount ? test : test.skip;

/** Room for run.json and some rows of 40: each row takes about 4 KiB. */
const script = `mount -t tmpfs -o size=80k tmpfs "$DISK"
"$NODE" "$RIG" run --dead 0 --mechanisms epoll,poll --repeats 20 --retries 0 --duration 0.1 --warmup 0 --connections 5 --out "$DISK/out" >&2
echo "status $?"
wc -l < "$DISK/out/cells.ndjson"
cp "$DISK/out/cells.ndjson" "$KEPT"
mount -o remount,size=20m "$DISK"
"$NODE" "$RIG" run --resume "$DISK/out" >&2
echo "status $?"
wc -l < "$DISK/out/cells.ndjson"
cmp <(head -n "$(wc -l < "$KEPT")" "$KEPT") <(head -n "$(wc -l < "$KEPT")" "$DISK/out/cells.ndjson") && echo kept`;

mountTest(
	'a full disk: one message, whole rows, and --resume goes on (skipped without root)',
	async t => {
		t.timeout(180_000);
		const disk = temporaryFolder(t);
		const {stdout, stderr} = await execa('unshare', ['--mount', 'bash', '-c', script], {
			env: {
				NODE: process.execPath,
				RIG: deadweight,
				DISK: disk,
				KEPT: join(temporaryFolder(t), 'kept'),
			},
			reject: false,
		});
		const [first, before, second, after, kept] = stdout.split('\n');
		t.is(first, 'status 1', stderr);
		t.true(Number(before) > 0 && Number(before) < 40, before);
		t.regex(
			stderr,
			/cells\.ndjson could not be written: ENOSPC.*make room, then go on with --resume/,
		);
		t.notRegex(stderr, /^ +at /m);
		t.deepEqual([second, after, kept], ['status 0', '40', 'kept'], stderr);
	},
);
