// The study of a relay's calls runs in a network namespace of its own, on a wire and on loopback.
import {join} from 'node:path';
import test from 'ava';
import {whyNoWire} from '../../servers/test/helpers/wire.js';
import {cellsFile} from '../record/cells-file.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

/** Microseconds: a relay that loses its processor for less is still too early with its first send. */
const DELAY = 10_000;

const reason = whyNoWire();
const wiredTest = reason === undefined ? test : test.skip;

wiredTest(`speculative${reason === undefined ? '' : ` (skipped: ${reason})`}`, async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stdout, stderr} = await runCli([
		...['run', 'speculative', '--vary', 'policy=split,merged', '--vary', `delay=0,${DELAY}`],
		...['--set', 'mode=tcp', '--set', 'offered=10', '--set', 'dead=20', '--repeats', '1'],
		...['--warmup', '0.2', '--duration', '2', '--retries', '0', '--out', folder],
	]);
	t.is(exitCode, 0, stderr);
	t.regex(stdout, /merged/);
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 4);
	for (const {point, measures = {}, reasons} of rows) {
		const text = JSON.stringify({point, measures, reasons});
		const isWire = point['delay'] === DELAY;
		// On a machine with other work some connections come late, and meet the next.
		const names = reasons.map(({name}) => name).filter(name => name !== 'one-at-a-time');
		t.deepEqual(names, isWire ? [] : ['path-not-taken'], text);
		t.true(Number(measures['cpu']) > 0);
		if (isWire) {
			const isSplit = point['policy'] === 'split';
			t.is(Math.round(Number(measures['controls'])), isSplit ? 5 : 4, text);
			t.is(Math.round(Number(measures['syscalls.recvfrom'])), isSplit ? 5 : 4, text);
			t.true(Number(measures['wire']) >= DELAY, text);
		}
	}
});

wiredTest(`completion${reason === undefined ? '' : ` (skipped: ${reason})`}`, async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stderr} = await runCli([
		...['run', 'completion', '--vary', 'mechanism=epoll,io_uring', '--vary', 'connections=10'],
		...['--repeats', '1', '--retries', '0', '--warmup', '0.1', '--duration', '0.5'],
		...['--out', folder],
	]);
	t.is(exitCode, 0, stderr);
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 2);
	for (const {point, measures = {}, reasons} of rows) {
		const text = JSON.stringify({point, measures, reasons});
		t.deepEqual(reasons, [], text);
		const calls = (name: string) => measures[`syscalls.${name}`] ?? 0;
		// A connection that is opened meets EAGAIN once: few of many requests.
		const transfers = Math.round(10 * (calls('recvfrom') + calls('sendto')));
		t.is(transfers, point['mechanism'] === 'io_uring' ? 0 : 40, text);
		t.true(Number(measures['cpu']) > 0);
	}
});

wiredTest(`relays of others${reason === undefined ? '' : ` (skipped: ${reason})`}`, async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stderr} = await runCli([
		...['run', 'speculative', '--vary', 'mechanism=haproxy,nginx', '--vary', 'policy=ready'],
		...['--vary', 'delay=0', '--vary', 'mode=tcp,http', '--set', 'dead=20', '--repeats', '1'],
		...['--retries', '0', '--warmup', '0.1', '--duration', '0.5', '--out', folder],
	]);
	t.is(exitCode, 0, stderr);
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 4);
	for (const {point, status, measures = {}, reasons, leftOut = []} of rows) {
		const text = JSON.stringify({point, status, measures, reasons});
		if (status === 'not-run') {
			const isOfMode = /passes bytes on here, in a way of its own/.test(text);
			t.true(isOfMode ? point['mode'] === 'http' : /apt-get install/.test(text), text);
		} else {
			t.is(point['mode'], 'tcp');
			t.deepEqual(reasons, [], text);
			t.true(Number(measures['cpu']) > 0 && Number(measures['rate']) > 0, text);
			t.is(measures['waits'], undefined, text);
			t.deepEqual(
				leftOut.map(({gate}) => gate),
				['connection-counts', 'one-at-a-time', 'path-not-taken'],
			);
		}
	}
});
