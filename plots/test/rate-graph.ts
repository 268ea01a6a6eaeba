// The rows of a run become the study's graph: reply rate above, processor time of a reply beneath.
import test from 'ava';
import {drawGraph} from '../draw-graph.js';
import {rateGraph} from '../rate-graph.js';
import type {Estimate, InvalidCell, PointRow} from '../rows.js';
import {colourOf, drawPixels} from './helpers/graphs.js';
import {words} from './helpers/words.js';

const text = {question: 'What do idle connections cost?', machine: 'two CPUs · Linux 6.18'};
const rows: PointRow[] = [
	rowOf('poll', 0, 14_000, 6),
	rowOf('poll', 5000, 1000, 400),
	rowOf('epoll', 0, 13_000, 5),
	rowOf('epoll', 5000, 13_500, 5),
];
const invalid: InvalidCell[] = [
	{mechanism: 'epoll', count: 1000, rate: 9000, cpuUserUs: 4, cpuSystemUs: 7, reason: 'drops'},
	{mechanism: 'select', count: 5000, reason: 'too many descriptors'},
];

test('texts come from the study and the cells', t => {
	const graph = rateGraph(rows, invalid, text, words);
	t.is(graph.title, text.question);
	t.is(graph.subtitle, text.machine);
	t.regex(graph.caption, /Hollow, not joined: 1 cell \(drops\)\. Not run: 1 cell \(too many/);
	t.is(graph.x.label, 'Dead connections');
});

test('the upper panel has a point with its interval for each row, and the cells not valid', t => {
	const [upper] = rateGraph(rows, invalid, text, words).panels;
	t.deepEqual(upper?.series, [
		{
			name: 'poll',
			line: 'solid',
			points: [
				{x: 0, y: 14_000, low: 12_600, high: 15_400, valid: true, note: 'median of 5'},
				{x: 5000, y: 1000, low: 900, high: 1100, valid: true, note: 'median of 5'},
			],
		},
		{
			name: 'epoll',
			line: 'solid',
			points: [
				{x: 0, y: 13_000, low: 11_700, high: 14_300, valid: true, note: 'median of 5'},
				{x: 5000, y: 13_500, low: 12_150, high: 14_850, valid: true, note: 'median of 5'},
				{x: 1000, y: 9000, valid: false, note: 'drops'},
			],
		},
	]);
});

test('the lower panel tells user and system apart', t => {
	const [, lower] = rateGraph(rows, invalid, text, words).panels;
	const epoll = lower?.series.filter(({name}) => name === 'epoll');
	t.deepEqual(
		epoll?.map(({line, points}) => [line, points.map(({y}) => y)]),
		[
			['dashed', [5, 5, 7]],
			['solid', [9, 9, 11]],
		],
	);
	t.truthy(lower?.lineKey);
});

test('processor time is drawn log where curves would lie on the axis, and the heading says so', t => {
	const far = rateGraph(rows, [], text, words).panels[1];
	t.is(far?.scale, 'log');
	t.regex(far?.label ?? '', /log scale/);
	const near = rateGraph(rows.slice(2), [], text, words).panels[1];
	t.is(near?.scale, 'linear');
	t.notRegex(near?.label ?? '', /log/);
});

test('log when that is asked for', t => {
	const graph = rateGraph(rows.slice(2), [], text, words, 'log');
	t.deepEqual([graph.x.scale, ...graph.panels.map(({scale}) => scale)], ['log', 'log', 'log']);
});

test('rows with no processor time leave the lower panel empty, not wrong', async t => {
	const bare = rows.map(({mechanism, count}) => ({mechanism, count, rate: estimate(1000)}));
	const graph = rateGraph(bare, [], text, words);
	t.deepEqual(graph.panels[1]?.series, []);
	t.true((await drawGraph(graph, 'png')).length > 0);
});

test('a run in which no cell is valid still has a graph', async t => {
	const graph = rateGraph([], invalid.slice(1), text, words);
	t.regex(graph.caption, /No cell is valid\. Not run: 1 cell/);
	t.regex((await drawGraph(graph, 'svg')).toString(), /no points/);
});

for (const scale of ['linear', 'log'] as const) {
	test(`both panels are in the picture, ${scale}`, async t => {
		const {pixels, place} = await drawPixels(rateGraph(rows, invalid, text, words, scale));
		const rate = place(0, 5000, 1000);
		const cost = place(1, 5000, 404);
		const hollow = place(1, 1000, 11);
		t.is(pixels.at(rate.x, rate.y), colourOf('poll'));
		t.is(pixels.at(cost.x, cost.y), colourOf('poll'));
		t.is(pixels.at(hollow.x, hollow.y), '#FFFFFF');

		// Lines are drawn by Chart.js, points are not: they must agree where a panel is.
		const ends: Array<[number, number, number]> = [
			[0, 14_000, 1000],
			[1, 10, 404],
		];
		for (const [panel, first, second] of ends) {
			const [from, to] = [place(panel, 0, first), place(panel, 5000, second)];
			const half = pixels.at((from.x + to.x) / 2, (from.y + to.y) / 2);
			t.is(half, colourOf('poll'), `panel ${panel}`);
		}
	});
}

function rowOf(mechanism: string, count: number, rate: number, system: number): PointRow {
	return {
		mechanism,
		count,
		rate: estimate(rate),
		cpuUserUs: estimate(4),
		cpuSystemUs: estimate(system),
	};
}

function estimate(median: number): Estimate {
	return {median, low: median - median / 10, high: median + median / 10, n: 5};
}
