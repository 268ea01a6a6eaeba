// The cells of a run become the study's graph: a panel for each measure that it names, in their order.
import test from 'ava';
import {compareSides} from '../method/comparison.js';
import {findMeasure, type NamedMeasure} from '../method/measure.js';
import type {Level} from '../method/factor.js';
import {summarise} from '../method/summary.js';
import {describeMachine} from '../output/machine.js';
import {ratioGraph} from '../output/ratio-graph.js';
import {pictureGraph, sidesGraph, studyGraph} from '../output/study-graph.js';
import type {Row} from '../record/row.js';
import {measures} from '../subjects/dphttpd/measures.js';
import dphttpd from '../subjects/dphttpd/subject.js';
import {axes, type RowChange, someRow, someRun} from './helpers/rows.js';

const measuresOf = (...names: string[]) =>
	names.map(name => findMeasure(measures, name) as NamedMeasure);
const all = measuresOf('rate', 'cpu', 'cpu.system', 'waits');
const frame = {scale: 'linear', machine: 'two CPUs'} as const;
const text = {title: 'What does it cost?', sentence: 'A law', notMeasured: 'TLS'};

const drops: RowChange = {status: 'invalid', reasons: [{name: 'drops', message: 'some'}]};
const clientBound: RowChange = {
	status: 'ok',
	reasons: [{name: 'client-bound', message: 'the client', spoils: 'pace', bounds: true}],
};
const notRun: RowChange = {
	status: 'not-run',
	reasons: [{name: 'too many descriptors', message: 'too many'}],
	measures: undefined,
};

const rows = [
	someRow({}, 1000),
	someRow({repeat: 2}, 1200),
	someRow({dead: 100, ...drops}, 10),
	someRow({dead: 1000, ...clientBound}, 900),
	someRow({mechanism: 'poll'}, 800),
	someRow({mechanism: 'poll', dead: 1000, ...notRun}),
];

function measured(cells: readonly Row[], on = axes) {
	return {cells, points: summarise(cells, all, on), axes: on};
}

function graphOf(shown: NamedMeasure[], cells: readonly Row[] = rows) {
	return studyGraph({...measured(cells), ...frame}, shown, all, text);
}

test('texts come from the study and its cells', t => {
	const graph = graphOf(measuresOf('rate', 'cpu'));
	t.like(graph, {title: text.title, subtitle: 'two CPUs'});
	t.deepEqual(graph.x, {label: 'Dead connections', unit: 'dead', scale: 'linear'});
	t.is(
		graph.caption,
		'Points: medians of 1 to 2 runs, with their intervals or ranges. A law. ' +
			'Arrow upwards, a lower bound: 1 cell (client-bound). Hollow, not joined: 1 cell (drops). ' +
			'Not run: 1 cell (too many descriptors). Not measured: TLS.',
	);
});

test('a subtitle names the load, but not what varies', t => {
	const loadOf = (vary: Record<string, Level[]>) =>
		describeMachine(someRun({vary}), dphttpd).split('; ').at(-1);
	const vary = {mechanism: ['epoll'], dead: [0, 1000]};
	t.regex(loadOf(vary) ?? '', /^10 active connections, [\d.]+ s windows$/);
	t.regex(loadOf({...vary, connections: [1, 100]}) ?? '', /^[\d.]+ s windows$/);
});

test('a panel for each measure that is named, the first as the study says', t => {
	t.deepEqual(
		graphOf(measuresOf('rate', 'waits', 'cpu')).panels.map(({label, series}) => [
			label,
			series.map(({name, line}) => `${name} ${line}`),
		]),
		[
			['Reply rate [replies/s]', ['epoll solid', 'poll solid']],
			['Waits [/reply]', ['epoll solid', 'poll solid']],
			['Server CPU [µs/reply]', ['epoll dashed', 'poll dashed', 'epoll solid', 'poll solid']],
		],
	);
});

test('medians have an interval, a lower bound its reason, and what is not valid stands apart', t => {
	const [rate, cpu] = graphOf(measuresOf('rate', 'cpu')).panels;
	t.deepEqual(rate?.series[0]?.points, [
		{x: 0, y: 1100, low: 1000, high: 1200, state: 'ok', note: 'median of 2, range of 2'},
		{x: 1000, y: 900, state: 'at-least', note: 'client-bound, n = 1'},
		{x: 100, y: 10, state: 'invalid', note: 'drops'},
	]);
	t.deepEqual(cpu?.series.find(({name, line}) => name === 'epoll' && line === 'solid')?.points, [
		{x: 0, y: 7, low: 7, high: 7, state: 'ok', note: 'median of 2, range of 2'},
		// What a reply cost is good, whoever set the pace.
		{x: 1000, y: 7, state: 'ok', note: 'n = 1'},
		{x: 100, y: 7, state: 'invalid', note: 'drops'},
	]);
	t.deepEqual(cpu?.lineKey, {solid: 'user + system', dashed: 'system'});
	const [dashed] = cpu?.series ?? [];
	t.deepEqual(dashed?.points[0], {x: 0, y: 5, state: 'ok', note: 'median of 2, range of 2'});
});

test('a lower bound keeps its rank among the others', t => {
	const pointsOf = (...rates: Array<[rate: number, change: RowChange]>) => {
		const cells = rates.map(([rate, change], index) =>
			someRow({repeat: index + 1, ...change}, rate),
		);
		const graph = graphOf(measuresOf('rate'), cells);
		return graph.panels[0]?.series[0]?.points.map(({y, state}) => [y, state]);
	};
	// What lies below the median may in truth lie above it.
	t.deepEqual(pointsOf([1000, {}], [900, clientBound], [1100, {}]), [[1000, 'at-least']]);
	t.deepEqual(pointsOf([1000, {}], [900, {}], [1100, clientBound]), [[1000, 'ok']]);
});

test('a run in which nothing is valid, and a measure that no cell has, leave panels empty', t => {
	const graph = graphOf(measuresOf('rate', 'latency.p99'), [someRow(notRun)]);
	t.deepEqual(
		graph.panels.map(({series}) => series),
		[[], []],
	);
	t.regex(graph.caption, /^No cell is valid\. .*Not run: 1 cell/);
});

test('choices on the x axis stand beside each other by their names, in the order of the run', t => {
	const on = {...axes, x: 'mechanism', lines: ['dead']};
	const cells = [someRow({mechanism: 'poll'}, 800), someRow({}, 1000)];
	const graph = studyGraph({...measured(cells, on), ...frame, scale: 'log'}, all, all, text);
	t.deepEqual(graph.x, {
		label: 'Mechanism',
		unit: '',
		scale: 'linear',
		labels: ['poll', 'epoll'],
	});
	t.deepEqual(
		graph.panels[0]?.series.map(({name, points}) => [name, points.map(({x, y}) => [x, y])]),
		[
			[
				'0 dead',
				[
					[0, 800],
					[1, 1000],
				],
			],
		],
	);
});

test('a quantity on the x axis has its unit', t => {
	const on = {...axes, x: 'msgsize'};
	const cells = [64, 4096].map(msgsize => someRow({point: {mechanism: 'epoll', msgsize}}));
	t.like(studyGraph({...measured(cells, on), ...frame}, all, all, text).x, {
		label: 'Reply size [B]',
		unit: 'B',
	});
});

test('where no pace is valid, what a reply cost may be: the caption says what its points are', t => {
	const cells = [someRow(clientBound), someRow({repeat: 2, ...clientBound})];
	const {caption} = graphOf(measuresOf('rate', 'cpu'), cells);
	t.regex(caption, /^Points: medians of 2 runs.* Arrow upwards, a lower bound: 2 cells/);
});

test('two sides of a study have the colours of their lines: A solid, B dashed', t => {
	const sides = [[someRow({}, 1000)], [someRow({}, 900), someRow({repeat: 2, ...drops}, 5)]];
	const [a, b] = sides.map(cells => measured(cells));
	const graph = sidesGraph([a, b] as [typeof a & object, typeof b & object], frame, all, text);
	t.deepEqual(graph.panels[0], {
		label: 'Reply rate [replies/s]',
		scale: 'linear',
		fromZero: true,
		lineKey: {solid: 'A', dashed: 'B'},
		series: [
			{
				name: 'epoll',
				line: 'solid',
				points: [{x: 0, y: 1000, state: 'ok', note: 'n = 1'}],
			},
			{
				name: 'epoll',
				line: 'dashed',
				points: [
					{x: 0, y: 900, state: 'ok', note: 'n = 1'},
					{x: 0, y: 5, state: 'invalid', note: 'drops'},
				],
			},
		],
	});
	t.regex(
		graph.caption,
		/Each point is a single run\. A law\. Hollow, not joined: 1 cell \(drops\)/,
	);
});

test('a picture of its own leaves out what says little', t => {
	const shown = measuresOf('slab');
	const picture = {name: 'memory', title: 'M?', caption: 'C.', measures: ['slab'], least: 1000};
	const cells = [10, 1000].map(dead => someRow({dead, measures: {slab: dead}}));
	const parts = {cells, points: summarise(cells, shown, axes), axes, ...frame};
	const graph = pictureGraph(parts, picture, shown);
	t.is(
		graph?.caption,
		'C. Medians of the repeats, with their intervals or ranges. Fewer than 1,000 are left out.',
	);
	t.deepEqual(
		graph?.panels[0]?.series[0]?.points.map(({x}) => x),
		[1000],
	);
	t.is(pictureGraph({...parts, points: []}, picture, shown), undefined);
});

test('a comparison has a panel for each measure that has a ratio, or no graph at all', t => {
	const differences = [-0.2, -0.1, 0];
	const comparison = compareSides(
		[
			{name: 'epoll', x: 1000, measures: {cpu: {kind: 'paired', differences}}},
			{name: 'epoll', x: 2000, measures: {cpu: {kind: 'paired', differences: [0.1]}}},
		],
		[],
		0.03,
		() => 'less',
	);
	const on = {axes, scale: 'log'} as const;
	const told = {title: 'Q?', machine: 'a machine', sentences: 'A and B.'};
	const graph = ratioGraph(comparison, all, on, told);
	t.deepEqual(graph?.x, {label: 'Dead connections', unit: 'dead', scale: 'log'});
	t.deepEqual(
		graph?.panels.map(({label}) => label),
		['Server CPU, B/A'],
	);
	const [judged, single] = graph?.panels[0]?.series[0]?.points ?? [];
	t.true(judged?.low !== undefined && judged.high !== undefined);
	// One value has no bar.
	t.deepEqual(single, {x: 2000, y: Math.exp(0.1), state: 'ok'});
	t.is(ratioGraph({...comparison, points: []}, all, on, told), undefined);
});
