// How many calls and segments a reply of blocks takes, by each way to send its parts: exact counts.
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {replyPolicies} from '../reply-policies.js';
import {type Blocks, type BlocksReport, load, startBlocks, whereOf} from './helpers/blocks.js';

/** Replies at the least; by what share of it a count may be off. */
const REQUESTS = 3000;
const MOST = 0.005;

/** Calls that a read and a write take, and segments of a read of 512 B, 32 KiB and 64 KiB on loopback. */
const expected = {
	split: {read: 3, write: 1, segments: [3, 3, 4]},
	cork: {read: 5, write: 3, segments: [1, 1, 2]},
	more: {read: 3, write: 1, segments: [1, 1, 2]},
	writev: {read: 1, write: 1, segments: [1, 1, 2]},
	copy: {read: 1, write: 1, segments: [1, 1, 2]},
} as const;
const sizes = [512, 32_768, 65_536] as const;

const hasNamespaces = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
/** A network namespace of its own, so that its kernel counts nobody else's segments. */
const apart = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"'];

for (const policy of replyPolicies) {
	const {read, write, segments} = expected[policy];
	const title = `${policy}: ${read} calls a read, ${write} a write, ${segments.join(', ')} segments a read of ${sizes.join(', ')} B over TCP`;
	if (!hasNamespaces) {
		test.skip(`${title} (skipped: unshare --net is not permitted here)`, () => undefined);
		continue;
	}

	test(title, async t => {
		// One write fills such a disk, so that hardly anything else is counted.
		const args = ['--reply', policy, '--nodelay', '--size', '65536'];
		using server = startBlocks(args, apart);
		const where = await whereOf(server);
		const inside = ['nsenter', '-t', String(server.pid), '-n'];
		const one = ['--connections', '1', '--inflight', '1', '--requests', String(REQUESTS)];
		for (const [index, block] of sizes.entries()) {
			const before = {report: await server.report(), sent: segmentsSent(server)};
			await load([...where, ...one, '--reads', '1', '--block', String(block)], inside);
			const after = {report: await server.report(), sent: segmentsSent(server)};
			isNear(t, callsOf(before.report, after.report, 'reads'), read);
			const ofRead = segments[index] as number;
			isNear(t, (after.report.segments - before.report.segments) / REQUESTS, ofRead);
			// The namespace has both ends: each request is a segment too.
			isNear(t, (after.sent - before.sent) / REQUESTS, ofRead + 1);
		}

		const many = ['--connections', '4', '--inflight', '16', '--requests', String(REQUESTS)];
		const before = await server.report();
		const {total} = await load([...where, ...many, '--reads', '0.5'], inside);
		const after = await server.report();
		t.is(after.reads.count - before.reads.count, total.reads);
		t.is(after.writes.count - before.writes.count, total.writes);
		isNear(t, callsOf(before, after, 'reads'), read);
		isNear(t, callsOf(before, after, 'writes'), write);
		t.is(await server.close(), 0, server.errors);
	});
}

for (const policy of ['more', 'writev'] as const) {
	const {read, write} = expected[policy];
	test(`${policy}: ${read} calls a read, ${write} a write over a Unix socket`, async t => {
		using server = startBlocks(['--reply', policy, '--transport', 'unix', '--size', '1048576']);
		const before = await server.report();
		await load([...(await whereOf(server)), '--inflight', '8', '--requests', String(REQUESTS)]);
		const after = await server.report();
		isNear(t, callsOf(before, after, 'reads'), read);
		isNear(t, callsOf(before, after, 'writes'), write);
		t.is(after.segments, 0);
		t.is(await server.close(), 0, server.errors);
	});
}

/** Calls that began a part, a reply of a kind. */
function callsOf(from: BlocksReport, to: BlocksReport, kind: 'reads' | 'writes'): number {
	const begun = ({[kind]: {syscalls, resumed}}: BlocksReport) =>
		Object.values(syscalls).reduce((sum, count) => sum + count, -resumed);
	return (begun(to) - begun(from)) / (to[kind].count - from[kind].count);
}

/** TCPOrigDataSent of the server's namespace (/proc/PID/net/netstat). */
function segmentsSent({pid}: Blocks): number {
	const [names = [], values = []] = readFileSync(`/proc/${pid}/net/netstat`, 'latin1')
		.split('\n')
		.filter(line => line.startsWith('TcpExt:'))
		.map(line => line.split(' '));
	return Number(values[names.indexOf('TCPOrigDataSent')]);
}

function isNear(t: ExecutionContext, value: number, due: number): void {
	t.true(Math.abs(value - due) <= MOST * due, `${value}, due are ${due}`);
}
