// The caption says what the points are, and which cells are missing or not valid, and why.
import test from 'ava';
import {captionOf} from '../caption.js';
import type {InvalidCell, PointRow} from '../rows.js';

const text = {question: 'Why?', machine: 'a machine'};

test('what the points are', t => {
	t.is(captionOf([], [], text), 'No cell is valid.');
	t.is(captionOf([row(1), row(1)], [], text), 'Each point is a single run.');
	t.regex(captionOf([row(5), row(5)], [], text), /medians of 5 runs/);
	t.regex(captionOf([row(3), row(5), row(4)], [], text), /medians of 3 to 5 runs/);
});

test('cells that were not run, with their reasons, the most frequent first', t => {
	const cells = [
		...cellsOf(2, 'the server did not start'),
		...cellsOf(17, 'select holds at most 1,024 descriptors'),
	];
	t.regex(
		captionOf([row(5)], cells, text),
		/ Not run: 19 cells \(17 × select holds at most 1,024 descriptors; 2 × the server did not start\)\.$/,
	);
	t.regex(captionOf([], cellsOf(1, 'no memory'), text), / Not run: 1 cell \(no memory\)\.$/);
});

test('cells that are not valid are counted apart', t => {
	const cells = [...cellsOf(2, 'client was the bottleneck', 5000), ...cellsOf(1, 'no memory')];
	t.regex(
		captionOf([row(5)], cells, text),
		/Hollow, not joined: 2 cells \(client was the bottleneck\)\. Not run: 1 cell \(no memory\)\./,
	);
});

test('reasons that differ in their numbers are one', t => {
	const cells = [
		...cellsOf(1, 'client used 98.2 % of its CPU'),
		...cellsOf(1, 'client used 99 % of its CPU'),
	];
	t.regex(captionOf([], cells, text), /Not run: 2 cells \(client used 98\.2 % of its CPU\)/);
});

test('many reasons, and long ones, stay short', t => {
	const cells = ['a', 'b', 'c', 'd', 'e'].flatMap(reason => cellsOf(1, reason.repeat(200)));
	const caption = captionOf([], cells, text);
	t.true(caption.length < 400, caption);
	t.regex(caption, /…; 2 × other reasons\)/);
});

test('what is not measured, in one sentence', t => {
	t.regex(
		captionOf([row(5)], [], {...text, notMeasured: 'Large replies.'}),
		/ Not measured: Large replies\.$/,
	);
});

function row(n: number): PointRow {
	return {mechanism: 'epoll', count: 0, rate: {median: 1, low: 1, high: 1, n}};
}

function cellsOf(count: number, reason: string, rate?: number): InvalidCell[] {
	return Array.from({length: count}, (_, index) => ({
		mechanism: 'epoll',
		count: index,
		reason,
		...(rate !== undefined && {rate}),
	}));
}
