// A dead connection costs a server next to nothing beyond the kernel's own memory.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {commandOf} from '../../programs/command-of.js';
import {deadconnEvents} from '../../programs/events/deadconn.js';
import {TestProgram} from '../../programs/test/helpers/test-program.js';
import {findServerMechanisms} from '../mechanisms.js';
import {startServer} from './helpers/program.js';

const DEAD = 15_000;
/** Bytes of resident memory a dead connection. */
const MOST = 1024;

for (const {name, probe} of await findServerMechanisms()) {
	const title = `${name}: ${DEAD} dead connections cost under ${MOST} bytes each`;
	const reason = whyNot(probe);
	if (reason !== undefined) {
		test.skip(`${title} (skipped: ${reason})`, () => undefined);
		continue;
	}

	test.serial(title, async t => {
		using server = startServer('--mechanism', name);
		const {port} = await server.event('ready');
		const before = (await server.report()).rss;
		const args = ['127.0.0.1', String(port), String(DEAD), '--json'];
		using dead = new TestProgram(deadconnEvents, commandOf('clients/deadconn', args));
		await dead.event('ready');
		let report = await server.report();
		while (report.connections.now < DEAD) {
			report = await server.report();
		}

		const each = (report.rss - before) / DEAD;
		t.log(`${each.toFixed(0)} bytes a dead connection`);
		t.true(each < MOST, `${each} bytes`);
		t.is(await dead.close(), 0, dead.errors);
		t.is(await server.close(), 0, server.errors);
	});
}

function whyNot(
	probe: Awaited<ReturnType<typeof findServerMechanisms>>[number]['probe'],
): string | undefined {
	if (!probe.ok) {
		return probe.reason;
	}

	if (probe.limit && probe.limit.descriptors < DEAD) {
		return probe.limit.reason;
	}

	const limits = readFileSync('/proc/self/limits', 'utf8');
	const most = Number(/Max open files\s+\d+\s+(\d+)/.exec(limits)?.[1]);
	return most < DEAD + 100 ? `RLIMIT_NOFILE is ${most}` : undefined;
}
