// What the repeats of a point say together.
import test from 'ava';
import {groupNotes} from '../output/notes.js';
import {summaryTable} from '../output/summary-table.js';
import {summarise} from '../method/summary.js';
import {findMeasure, type NamedMeasure} from '../method/measure.js';
import {measures} from '../subjects/dphttpd/measures.js';
import dphttpd from '../subjects/dphttpd/subject.js';
import {cellsOfRun, type Row} from '../record/row.js';
import {axes, type RowChange, someRow} from './helpers/rows.js';

const shown = ['rate', 'cpu'].map(name => findMeasure(measures, name) as NamedMeasure);

test('invalid cells are counted and left out of medians', t => {
	const [point] = summarise(
		[
			someRow({}, 1000),
			someRow({repeat: 2}, 1200),
			someRow({repeat: 3, status: 'invalid', reasons: [{name: 'g', message: 'm'}]}, 9_000_000),
		],
		shown,
		axes,
	);
	t.is(point?.measures['rate']?.median, 1100);
	t.is(point?.ok, 2);
	t.is(point?.invalid, 1);
});

for (const [n, header, cell] of [
	[1, 'n = 1', 'n = 1'],
	[3, 'range of 3', '1,000–1,002'],
	[5, 'range of 5', '1,000–1,004'],
	[6, '96.9 % interval', '1,000–1,005'],
	[9, '96.1 % interval', '1,001–1,007'],
] as const) {
	test(`what ${n} repeats say is called what it is: ${header}`, t => {
		const rows = Array.from({length: n}, (_, index) => someRow({repeat: index + 1}, 1000 + index));
		const points = summarise(rows, shown, axes);
		const table = summaryTable({points, measures: shown, beside: [], axes, subject: dphttpd});
		t.regex(table, new RegExp(`replies/s +${header} `));
		t.regex(table, new RegExp(`^epoll .* ${cell} `, 'm'));
		t.regex(table, /within this run: drift from run to run is not in it/);
	});
}

test('the ratio is to the own rate of the mechanism at the smallest count', t => {
	const points = summarise(
		[someRow({}, 1000), someRow({dead: 100}, 900), someRow({mechanism: 'poll', dead: 100}, 50)],
		shown,
		axes,
	);
	t.deepEqual(
		points.map(({line, x, ratio}) => [line, x, ratio]),
		[
			['epoll', 0, 1],
			['epoll', 100, 0.9],
			['poll', 100, undefined],
		],
	);
});

test('user and system time are added cell by cell', t => {
	t.is(summarise([someRow()], shown, axes)[0]?.measures['cpu']?.median, 7);
});

test('two tries of one step are one repeat: the last that was measured', t => {
	const disturbed = {
		status: 'invalid',
		reasons: [{name: 'steal', message: 'm', spoils: 'pace'}],
	} as const;
	const again = (attempt: number, rate: number, change: RowChange = {}) =>
		someRow({index: 1, repeat: 2, attempt, measures: {rate, cpu: 1e6 / rate}, ...change}, rate);
	const valuesOf = (...tries: Row[]) => {
		const cells = cellsOfRun([someRow({measures: {rate: 1000, cpu: 1000}}), ...tries]);
		const [point] = summarise(cells, shown, axes);
		return [point?.measures['rate']?.n, point?.measures['cpu']?.n, point?.measures['rate']?.median];
	};
	const first = again(1, 400, {...disturbed, reasons: [...disturbed.reasons]});
	t.deepEqual(valuesOf(first), [1, 2, 1000]);
	t.deepEqual(valuesOf(first, again(2, 1200)), [2, 2, 1100]);
	const failed = again(2, 0, {status: 'failed', reasons: [{name: 'fault', message: 'm'}]});
	t.deepEqual(valuesOf(first, failed), [1, 2, 1000]);
});

test('cells that share a reason share a note', t => {
	const reasons = (needed: number) => [{name: 'RLIMIT_NOFILE', message: `needed ${needed}`}];
	const cell = someRow({status: 'not-run'});
	const at = (mechanism: string, dead: number) => ({
		...cell,
		point: {mechanism, dead},
		reasons: reasons(dead + 140),
	});
	const notes = groupNotes([at('poll', 60_000), at('epoll', 50_000), at('epoll', 60_000)], axes);
	t.deepEqual(notes, [
		{
			status: 'not-run',
			lines: ['epoll', 'poll'],
			levels: [50_000, 60_000],
			cells: 3,
			message: 'needed 60140',
		},
	]);
});
