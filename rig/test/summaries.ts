// What the repeats of a point say together.
import test from 'ava';
import {groupNotes} from '../output/notes.js';
import {summarise} from '../method/summary.js';
import {someRow} from './helpers/rows.js';

test('invalid cells are counted and left out of medians', t => {
	const [point] = summarise([
		someRow({}, 1000),
		someRow({repeat: 2}, 1200),
		someRow({repeat: 3, status: 'invalid', reasons: [{name: 'g', message: 'm'}]}, 9_000_000),
	]);
	t.is(point?.rate?.median, 1100);
	t.is(point?.ok, 2);
	t.is(point?.invalid, 1);
});

test('the ratio is to the own rate of the mechanism at the smallest count', t => {
	const points = summarise([
		someRow({}, 1000),
		someRow({count: 100}, 900),
		someRow({mechanism: 'poll', count: 100}, 50),
	]);
	t.deepEqual(
		points.map(({mechanism, count, ratio}) => [mechanism, count, ratio]),
		[
			['epoll', 0, 1],
			['epoll', 100, 0.9],
			['poll', 100, undefined],
		],
	);
});

test('user and system time are added cell by cell', t => {
	t.is(summarise([someRow()])[0]?.cpuUs?.median, 7);
});

test('cells that share a reason share a note', t => {
	const reasons = (needed: number) => [{name: 'RLIMIT_NOFILE', message: `needed ${needed}`}];
	const cell = someRow({status: 'not-run'});
	const notes = groupNotes([
		{...cell, mechanism: 'poll', count: 60_000, reasons: reasons(60_140)},
		{...cell, mechanism: 'epoll', count: 50_000, reasons: reasons(50_140)},
		{...cell, mechanism: 'epoll', count: 60_000, reasons: reasons(60_140)},
	]);
	t.deepEqual(notes, [
		{
			status: 'not-run',
			mechanisms: ['epoll', 'poll'],
			counts: [50_000, 60_000],
			cells: 3,
			message: 'needed 60140',
		},
	]);
});
