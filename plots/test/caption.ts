// The caption says what the points are, and which cells are missing or not valid, and why.
import test from 'ava';
import {captionOf} from '../caption.js';

test('what the points are', t => {
	t.is(captionOf({repeats: []}), 'No cell is valid.');
	t.is(captionOf({repeats: [1, 1]}), 'Each point is a single run.');
	t.regex(captionOf({repeats: [5, 5]}), /medians of 5 runs/);
	t.regex(captionOf({repeats: [3, 5, 4]}), /medians of 3 to 5 runs/);
	t.is(captionOf({sentences: ['A and B', 'And so on.', '']}), 'A and B. And so on.');
});

test('cells that were not run, with their reasons, the most frequent first', t => {
	const notRun = [
		...times(2, 'the server did not start'),
		...times(17, 'select holds at most 1,024 descriptors'),
	];
	t.regex(
		captionOf({repeats: [5], notRun}),
		/ Not run: 19 cells \(17 × select holds at most 1,024 descriptors; 2 × the server did not start\)\.$/,
	);
	t.is(captionOf({notRun: ['no memory']}), 'Not run: 1 cell (no memory).');
});

test('lower bounds, cells that are not valid, and those not run are counted apart', t => {
	t.is(
		captionOf({
			atLeast: ['client was the bottleneck'],
			invalid: times(2, 'drops'),
			notRun: ['no memory'],
		}),
		'Arrow upwards, a lower bound: 1 cell (client was the bottleneck). ' +
			'Hollow, not joined: 2 cells (drops). Not run: 1 cell (no memory).',
	);
});

test('reasons that differ in their numbers are one', t => {
	const notRun = ['client used 98.2 % of its CPU', 'client used 99 % of its CPU'];
	t.is(captionOf({notRun}), 'Not run: 2 cells (client used 98.2 % of its CPU).');
});

test('many reasons, and long ones, stay short', t => {
	const caption = captionOf({notRun: ['a', 'b', 'c', 'd', 'e'].map(each => each.repeat(200))});
	t.true(caption.length < 400, caption);
	t.regex(caption, /…; 2 × other reasons\)/);
});

test('what is not measured, in one sentence', t => {
	t.regex(
		captionOf({repeats: [5], notMeasured: 'Large replies.'}),
		/ Not measured: Large replies\.$/,
	);
});

function times(count: number, reason: string): string[] {
	return Array.from({length: count}, () => reason);
}
