// Functions of a reply: what differs, what each dead connection adds, and who has called whom.
import test from 'ava';
import {addsUp, type CountedCell, explain} from '../method/explanation.js';
import {flamesOf} from '../method/flame.js';

/** A cell whose functions are those, and what was measured their sum. */
function cell(line: string, x: number, functions: Record<string, number>): CountedCell {
	const measured = Object.values(functions).reduce((sum, each) => sum + each, 0);
	const counts = new Map(Object.entries(functions));
	return {line, x, measured, stacks: counts, functions: counts};
}

test('the largest difference is first, a function of one side alone is 0 on the other, boots are averaged', t => {
	const [found] = explain(
		[cell('epoll', 0, {fdget: 34, sock_poll: 30}), cell('epoll', 0, {fdget: 36, sock_poll: 30})],
		[cell('epoll', 0, {fdget_raw: 40, sock_poll: 33})],
	);
	t.deepEqual(found, {
		...{line: 'epoll', x: 0},
		functions: [
			{name: 'fdget_raw', a: 0, b: 40},
			{name: 'fdget', a: 35, b: 0},
			{name: 'sock_poll', a: 30, b: 33},
		],
		...{sum: [65, 73], measured: [65, 73]},
	});
});

test('with several counts, what each one more adds: the functions add up to the whole', t => {
	const side = (each: number) =>
		[0, 100, 1000].map(x => cell('poll', x, {do_sys_poll: 500 + 2 * x, sock_poll: each * x}));
	const found = explain(side(3), side(4));
	t.deepEqual(
		found.map(({x}) => x),
		[0, 100, 1000, undefined],
	);
	const last = found.at(-1);
	const rounded = (values: readonly number[] = []) =>
		values.map(value => Math.round(1e6 * value) / 1e6);
	t.deepEqual(
		last?.functions.map(({name}) => name),
		['sock_poll', 'do_sys_poll'],
	);
	t.deepEqual(rounded(last?.functions.flatMap(({a, b}) => [a, b])), [3, 4, 2, 2]);
	t.deepEqual(
		[rounded(last?.sum), rounded(last?.measured)],
		[
			[5, 6],
			[5, 6],
		],
	);
});

test('a count that one side lacks is left out, and so is a line', t => {
	const found = explain(
		[cell('epoll', 0, {f: 1}), cell('epoll', 10, {f: 1}), cell('poll', 0, {f: 1})],
		[cell('epoll', 10, {f: 1})],
	);
	t.deepEqual(
		found.map(({line, x}) => [line, x]),
		[['epoll', 10]],
	);
});

test('functions that miss what was measured by more than 2 % do not add up to it', t => {
	const whole = [cell('epoll', 0, {f: 1000})];
	const missing = (measured: number) => whole.map(each => ({...each, measured}));
	for (const [measured, good] of [
		[1000, true],
		[1019, true],
		[1025, false],
		[975, false],
	] as const) {
		t.is(explain(whole, missing(measured)).every(addsUp), good, String(measured));
	}
});

test('a flame graph has the last level of a line, boots averaged; what lies in a function and in those that it calls is its own', t => {
	const shared = cell('epoll', 10, {'entry;read': 4, 'entry;read;lock': 6, 'user mode': 5});
	const found = flamesOf(
		[cell('epoll', 0, {f: 1}), shared, cell('epoll', 10, {'entry;read': 6, 'user mode': 5})],
		[cell('epoll', 10, {'entry;write': 9}), cell('epoll', 20, {f: 1})],
	);
	const none = {children: []};
	t.deepEqual(found, [
		{
			...{line: 'epoll', x: 10},
			root: {
				...{name: 'all', a: 13, b: 9},
				children: [
					{
						...{name: 'entry', a: 8, b: 9},
						children: [
							{name: 'write', a: 0, b: 9, ...none},
							{
								...{name: 'read', a: 8, b: 0},
								children: [{name: 'lock', a: 3, b: 0, ...none}],
							},
						],
					},
					{name: 'user mode', a: 5, b: 0, ...none},
				],
			},
		},
	]);
});
