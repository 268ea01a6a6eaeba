// Quantities with endings, and names that were meant.
import test from 'ava';
import {explainMistake} from '../mistakes.js';
import {didYouMean} from '../nearest.js';
import {parseQuantity} from '../quantities.js';

test('a number with an ending is what it says, in the unit of its kind', t => {
	t.is(parseQuantity('seconds', '500ms'), 0.5);
	t.is(parseQuantity('seconds', '2min'), 120);
	t.is(parseQuantity('milliseconds', '0.5s'), 500);
	t.is(parseQuantity('count', '1.5k'), 1500);
	t.is(parseQuantity('bytes', '4K'), 4096);
	t.is(parseQuantity('share', '5%'), 0.05);
	// As String() writes what is very small.
	t.is(parseQuantity('share', '1e-9'), 1e-9);
	for (const [kind, text] of [
		['count', '5s'],
		['count', '1e3'],
		['seconds', '-1'],
		['seconds', ''],
		['bytes', '0x10'],
	] as const) {
		t.is(parseQuantity(kind, text), undefined, `${kind} ${text}`);
	}
});

test('the nearest name is offered, and none where nothing is near', t => {
	t.is(didYouMean('quikc', ['quick', 'churn']), '; did you mean quick?');
	t.is(didYouMean('nonsense', ['quick', 'churn']), '');
	t.is(didYouMean('q', ['x', 'quick']), '');
});

test('what yargs says of a mistake becomes a sentence with options as they are typed', t => {
	const options = ['num-conns', 'duration', 'engine'];
	t.is(
		explainMistake('Unknown arguments: num-con, numCon', options),
		'Unknown argument: num-con; did you mean --num-conns?',
	);
	t.is(
		explainMistake('Invalid values:\n  Argument: engine, Given: "epol", Choices: "epoll"', options),
		'--engine epol is none of epoll; did you mean epoll?',
	);
	t.is(
		explainMistake('Not enough arguments following: duration', options),
		'--duration needs a value',
	);
});
