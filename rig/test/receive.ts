// The factor receive reaches the server, its calls are measures, and completion refuses it.
import {join} from 'node:path';
import test from 'ava';
import {runCli} from './helpers/cli.js';
import {rowOf} from './helpers/one-cell.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

test('receive=eager: a receive a reply, and one for each that found nothing', async t => {
	const {measures = {}} = await rowOf({set: {receive: 'eager', connections: 1, duration: 0.5}});
	const nothing = measures['syscalls.recvfrom.EAGAIN'] ?? 0;
	t.true(nothing > 0.1 && nothing < 1.01, String(nothing));
	t.true(Math.abs((measures['syscalls.recvfrom'] ?? 0) - 1 - nothing) < 0.005);
	t.true((measures['syscalls'] ?? 0) > 2 + nothing);
	// A request and a reply, each a segment with data: both ends are in one namespace.
	t.true((measures['segments.TCPOrigDataSent'] ?? 0) > 1.8);
	t.true((measures['segments.OutSegs'] ?? 0) > 1.8);
	t.is(Math.round(measures['held'] ?? 0), 1);
});

test('receive=waiting, the default: nothing is asked for in vain', async t => {
	const {measures = {}} = await rowOf({set: {connections: 1, duration: 0.5}});
	t.is(measures['syscalls.recvfrom.EAGAIN'], 0);
	t.true(Math.abs((measures['syscalls.recvfrom'] ?? 0) - 1) < 0.005);
});

test.serial('completion knows no receive policy', async t => {
	const folder = join(temporaryFolder(t), 'out');
	const {exitCode, stderr} = await runCli([
		...['run', 'receive', '--mechanisms', 'epoll,io_uring', '--out', folder],
	]);
	t.is(exitCode, 2);
	t.regex(stderr, /io_uring (knows no receive=eager: that is for|is not here|cannot)/);
});
