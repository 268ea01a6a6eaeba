// The chart of ratios: a panel for each measure, and no interval that knows nothing hides the others.
import test from 'ava';
import {ratioChart, type Ratios} from '../ratio-chart.js';

const chartOf = (measures: Ratios['measures']) =>
	ratioChart({
		...{title: 'Q?', subtitle: 'a machine', comparison: 'A and B.', effect: 0.03, measures},
		x: {label: 'Dead connections', unit: 'dead', scale: 'linear'},
	});

test('a measure with a ratio has a panel, with a curve for each name and the band of no effect', t => {
	const {panels} = chartOf([
		{
			label: 'Reply rate',
			rows: [
				{name: 'poll', x: 0, value: 1.1, low: 1, high: 1.2},
				{name: 'epoll', x: 0, value: 0.9, low: 0.8, high: 1},
			],
		},
		{label: 'Server CPU', rows: []},
	]);
	t.is(panels.length, 1);
	t.like(panels[0], {label: 'Reply rate, B/A', levels: [1 / 1.03, 1, 1.03]});
	t.deepEqual(
		panels[0]?.series.map(({name, points}) => [name, points.length]),
		[
			['poll', 1],
			['epoll', 1],
		],
	);
});

test('a bar that is out of all proportion is cut, and the caption says so', t => {
	const {panels, caption} = chartOf([
		{
			label: 'Reply rate',
			rows: [
				{name: 'epoll', x: 0, value: 1.1, low: 0, high: 1.4e6},
				{name: 'epoll', x: 10, value: 0.9, low: 0.8, high: 1},
			],
		},
	]);
	const [{points} = {points: []}] = panels[0]?.series ?? [];
	t.deepEqual(
		points.map(({y, high}) => [y, high]),
		[
			[1.1, 3 * 1.1],
			[0.9, 1],
		],
	);
	t.regex(caption, /Bars to 3 times the largest ratio go on beyond that\.$/);
});

test('other bars are whole, and the caption says nothing of them', t => {
	const {panels, caption} = chartOf([
		{label: 'CPU', rows: [{name: 'epoll', x: 0, value: 2, low: 1, high: 5.9}]},
	]);
	t.is(panels[0]?.series[0]?.points[0]?.high, 5.9);
	t.notRegex(caption, /go on/);
});
