// Any measures become a chart: each panel decides on its scale and its label.
import test from 'ava';
import type {Point, Series} from '../chart.js';
import {studyChart, type StudyChart} from '../study-chart.js';
import {valid} from './helpers/graphs.js';

const study: StudyChart = {
	title: 'What does a byte cost?',
	subtitle: 'a machine',
	caption: {repeats: [3, 5], invalid: ['drops'], notMeasured: 'TLS'},
	x: {label: 'Message size [bytes]', unit: 'bytes', scale: 'linear'},
	panels: [],
};

test('texts, the x axis and levels are passed on, and the caption is made', t => {
	const chart = studyChart(study);
	t.like(chart, {title: study.title, subtitle: study.subtitle, x: study.x});
	t.is(
		chart.caption,
		'Points: medians of 3 to 5 runs, with their intervals or ranges. Hollow, not joined: 1 cell (drops). Not measured: TLS.',
	);
});

test('a panel is log where one curve would hide the others, and says so', t => {
	t.like(panelOf([curve('a', 1), curve('b', 21)]), {scale: 'log', label: 'p99 [ms], log scale'});
	t.like(panelOf([curve('a', 1), curve('b', 20)]), {scale: 'linear', label: 'p99 [ms]'});
	t.like(panelOf([curve('a', 0), curve('b', 20)]), {scale: 'linear'}, '0 hides nothing');
});

test('a panel is log or linear where that is asked for', t => {
	t.like(panelOf([curve('a', 1)], {scale: 'log'}), {scale: 'log'});
	t.like(panelOf([curve('a', 1), curve('b', 100)], {scale: 'linear'}), {
		scale: 'linear',
		label: 'p99 [ms]',
	});
});

test('beside a log x axis, a log y axis needs no word', t => {
	const x = {...study.x, scale: 'log'} as const;
	const wide = [curve('a', 1), curve('b', 100)];
	t.like(panelOf(wide, {}, x), {scale: 'log', label: 'p99 [ms]'});
	t.like(panelOf(wide, {}, {...x, labels: ['a', 'b']}), {label: 'p99 [ms], log scale'});
});

test('a curve with no points is left out, and a plain number has no unit', t => {
	const panel = panelOf([curve('a', 1), {name: 'b', line: 'solid', points: []}], {unit: ''});
	t.deepEqual(
		panel?.series.map(({name}) => name),
		['a'],
	);
	t.is(panel?.label, 'p99');
});

function panelOf(
	series: Series[],
	changes: Partial<StudyChart['panels'][number]> = {},
	x = study.x,
) {
	const panel = {label: 'p99', unit: 'ms', series, ...changes};
	return studyChart({...study, x, panels: [panel]}).panels[0];
}

function curve(name: string, y: number): Series {
	const points: Point[] = valid([64, 4096], y);
	return {name, line: 'solid', points};
}
