// What cannot be written to standard output is no success; a reader that has gone is no stack trace.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';

const deadweight = fileURLToPath(new URL('../../rig/main.js', import.meta.url));
const short = 'pipetest poll 2 1 10 --paper --warmup 0';
const folder = mkdtempSync(join(tmpdir(), 'deadweight-test-'));
test.after.always(() => {
	rmSync(folder, {recursive: true});
});
const fullTest = existsSync('/dev/full') ? test : test.skip;

for (const command of [
	...['gates --json', `${short} --json`, 'httperf --port 1 --server 127.0.0.1'],
	...['help', 'completion', 'dphttpd --help'],
	`run --dead 0 --mechanisms epoll --repeats 1 --warmup 0 --duration 0.1 -q -o "$FOLDER/out" --json`,
]) {
	fullTest(`a disk that is full: deadweight ${command} (skipped without /dev/full)`, t => {
		const {status, stderr} = shell(`"$NODE" "$RIG" ${command} >/dev/full`);
		t.is(status, 1);
		t.regex(stderr, /: standard output could not be written: ENOSPC/);
		t.notRegex(stderr, /^\s+at /m);
	});
}

for (const [command, status] of [
	['gates', 0],
	[short, 1],
	['dphttpd --list-mechanisms', 1],
] as const) {
	test(`a reader that has gone: deadweight ${command}`, t => {
		// The pipe's reader has ended before anything is written.
		const own = shell(`exec 3>&1; { sleep 0.2; "$NODE" "$RIG" ${command}; echo "$?" >&3; } | true`);
		t.is(own.stderr, '');
		t.is(own.stdout, `${status}\n`);
	});
}

test('a pipe that ends is told of as the reason', t => {
	const script = `true | "$NODE" "$RIG" httperf --server 127.0.0.1 --port "$PORT" --num-calls 1000000`;
	const {stderr} = shell(
		`exec 3< <("$NODE" -e "$SERVER"); read -r PORT <&3; ${script}; kill "$!" 2>/dev/null; true`,
	);
	t.regex(stderr, /httperf: stopped before its end: standard input closed, .*<\/dev\/null/);
});

/** Answers nobody, and tells its port. */
const SERVER = `require('net').createServer().listen(0, '127.0.0.1', function () {
	console.log(this.address().port);
	setTimeout(() => process.exit(), 20000);
})`;

function shell(script: string) {
	return spawnSync('bash', ['-c', script], {
		encoding: 'utf8',
		timeout: 60_000,
		env: {...process.env, NODE: process.execPath, RIG: deadweight, FOLDER: folder, SERVER},
	});
}
