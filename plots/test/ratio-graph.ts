// The graph of ratios: one interval that knows nothing does not hide the others.
import test from 'ava';
import {ratioGraph, type RatioRow} from '../ratio-graph.js';
import {words} from './helpers/words.js';

const text = {question: 'Q?', machine: 'a machine', comparison: 'A and B.'};
const graphOf = (rows: RatioRow[]) =>
	ratioGraph(rows, text, words, {effect: 0.03, scale: 'linear'});

test('a bar that is out of all proportion is cut, and the caption says so', t => {
	const {panels, caption} = graphOf([
		{name: 'epoll', count: 0, rate: {value: 1.1, low: 0, high: 1.4e6}},
		{name: 'epoll', count: 10, rate: {value: 0.9, low: 0.8, high: 1}},
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
	const {panels, caption} = graphOf([
		{name: 'epoll', count: 0, cpu: {value: 2, low: 1, high: 5.9}},
	]);
	t.is(panels[0]?.series[0]?.points[0]?.high, 5.9);
	t.notRegex(caption, /go on/);
});
