// Cells that share a server whose dead population grows.
import test from 'ava';
import {planSteps} from '../method/plan.js';
import type {Row} from '../record/row.js';
import {dphttpdDetail, withCells} from './helpers/one-cell.js';
import {commandOf, treeOf} from './helpers/processes.js';
import {settingsWith} from './helpers/settings.js';

const dead = [300, 0, 50];
const design = {kind: 'growing', factor: 'dead'} as const;
const settings = settingsWith({design, vary: {mechanism: ['epoll', 'poll'], dead}});

test('a mechanism counts upward, and a seed repeats the order', t => {
	const many = settingsWith({
		...{design, repeats: 4},
		vary: {mechanism: ['poll', 'epoll', 'io_uring'], dead},
	});
	const plan = planSteps(many);
	t.deepEqual(planSteps(many), plan);
	t.deepEqual(
		plan.map(({index}) => index),
		plan.map((_, index) => index),
	);
	const orders = [1, 2, 3, 4].map(repeat => {
		const own = plan.filter(cell => cell.repeat === repeat);
		for (let start = 0; start < own.length; start += 3) {
			const curve = own.slice(start, start + 3);
			t.is(new Set(curve.map(({point}) => point['mechanism'])).size, 1);
			t.deepEqual(
				curve.map(({point}) => point['dead']),
				[0, 50, 300],
			);
		}

		return own.map(({point}) => point['mechanism']).join();
	});
	t.true(new Set(orders).size > 1);
	const keys = plan.map(({repeat, point}) => `${repeat} ${JSON.stringify(point)}`);
	t.is(new Set(keys).size, plan.length);
});

test('the population of a cell is that of the one before, and what it lacks', async t => {
	await withCells({settings}, async (run, agent) => {
		for (const mechanism of ['poll', 'epoll']) {
			const rows: Row[] = [];
			for (const count of [0, 50, 300]) {
				rows.push(await run({mechanism, dead: count}));
			}

			t.deepEqual(rows.map(faultsOf), [[], [], []]);
			const seen = rows.map(row => dphttpdDetail(row)?.population);
			for (const [index, count] of [0, 50, 300].entries()) {
				const both = {server: count, client: count};
				t.deepEqual(seen[index], {before: both, during: both, after: both});
			}

			// The largest cell ended what stood.
			t.deepEqual(programsOf(agent), []);
		}
	});
});

test('a server that was killed between two cells is replaced, with its population', async t => {
	await withCells({settings}, async (run, agent) => {
		const first = await run({mechanism: 'epoll', dead: 50});
		t.deepEqual(faultsOf(first), []);
		const server = programsOf(agent).find(({name}) => name === 'dphttpd');
		process.kill(server?.pid ?? 0, 'SIGKILL');
		// It need not be known yet that it is gone: then the cell fails, and the next is whole.
		await run({mechanism: 'epoll', dead: 100});
		const last = await run({mechanism: 'epoll', dead: 300});
		t.deepEqual(faultsOf(last), []);
		t.is(dphttpdDetail(last)?.population.after.server, 300);
		t.deepEqual(programsOf(agent), []);
	});
});

test('a smaller cell, or one of another mechanism, has a server of its own', async t => {
	await withCells({settings}, async (run, agent) => {
		t.deepEqual(faultsOf(await run({mechanism: 'epoll', dead: 50})), []);
		const serverOf = () => programsOf(agent).find(({name}) => name === 'dphttpd')?.pid;
		const server = serverOf();
		t.deepEqual(faultsOf(await run({mechanism: 'epoll', dead: 100})), []);
		t.is(serverOf(), server);
		const smaller = await run({mechanism: 'epoll', dead: 0});
		t.deepEqual(faultsOf(smaller), []);
		t.is(dphttpdDetail(smaller)?.population.during.server, 0);
		t.not(serverOf(), server);
		const other = await run({mechanism: 'poll', dead: 50});
		t.deepEqual(faultsOf(other), []);
		t.is(dphttpdDetail(other)?.population.during.server, 50);
		const standing = programsOf(agent).map(({name}) => name);
		t.deepEqual(standing.toSorted(), ['deadconn', 'dphttpd']);
	});
});

/** What is wrong with a row, but for what other tests beside this one do to its rate. */
function faultsOf({status, reasons}: Row): string[] {
	return status === 'failed'
		? reasons.map(({message}) => message)
		: reasons
				.filter(({spoils, bounds}) => spoils !== 'pace' && !bounds)
				.map(({message}) => message);
}

function programsOf(agent: number): Array<{name: string; pid: number}> {
	return treeOf(agent).flatMap(pid => {
		const [, name] = /\/(\w+)\/main\.js/.exec(commandOf(pid)) ?? [];
		return name === undefined || pid === agent ? [] : [{name, pid}];
	});
}
