// Axes hold all their values, and their labels are round numbers that have room.
import test from 'ava';
import fc from 'fast-check';
import {xAxis, yAxis, type Axis} from '../drawing/axis.js';
import {hasRoomAcross, hasRoomUp} from '../drawing/room.js';

const study = [0, 50, 100, 200, 400, 800, 1000, 5000, 10_000, 20_000, 40_000, 60_000];
const across = (axis: Axis): boolean => hasRoomAcross(axis, 480, label => 9 * label.length);
const up = (axis: Axis): boolean => hasRoomUp(axis, 200, 14);

test('dead connections, linear', t => {
	const axis = xAxis(study, {scale: 'linear'}, across);
	t.deepEqual(labelsOf(axis), ['0', '10,000', '20,000', '30,000', '40,000', '50,000', '60,000']);
	t.deepEqual([axis.min, axis.max, axis.breakAt], [0, 60_000, undefined]);
});

test('dead connections, log: 0 stands apart, left of the others', t => {
	const axis = xAxis(study, {scale: 'log'}, across);
	t.deepEqual(labelsOf(axis), ['0', '100', '1,000', '10,000']);
	const breakAt = axis.breakAt ?? Number.NaN;
	t.is(axis.place(0), axis.min);
	t.true(axis.place(50) > axis.place(0));
	t.true(breakAt > axis.place(0) && breakAt < axis.place(50));
	t.is(axis.place(60_000), axis.max);
});

test('a log axis with no 0 among its values is not broken', t => {
	const axis = xAxis([10, 100, 1000], {scale: 'log'}, across);
	t.is(axis.breakAt, undefined);
	t.is(axis.min, axis.place(10));
});

test('a y axis begins at 0 and ends at a round value', t => {
	const axis = yAxis([414, 13_781], 'linear', true, up);
	t.deepEqual([axis.min, axis.max], [0, 14_000]);
	t.is(labelsOf(axis).at(-1), '14,000');
	t.deepEqual(labelsOf(yAxis([4.1, 5.9], 'linear', true, up)), ['0', '1', '2', '3', '4', '5', '6']);
});

test('a y axis that need not begin at 0 begins near its values', t => {
	const axis = yAxis([511, 528], 'linear', false, up);
	t.true(axis.min > 500 && axis.min <= 511);
	t.true(axis.max >= 528 && axis.max < 540);
});

test('on a log y axis, 0 lies on the lower end', t => {
	const axis = yAxis([0, 30, 4000], 'log', true, up);
	t.deepEqual([axis.min, axis.max], [Math.log10(20), Math.log10(5000)]);
	t.is(axis.place(0), axis.min);
});

test('one value, and none', t => {
	for (const scale of ['linear', 'log'] as const) {
		t.deepEqual(labelsOf(xAxis([0, 0], {scale}, across)), ['0']);
		t.deepEqual(labelsOf(xAxis([], {scale}, across)), []);
		t.deepEqual(labelsOf(yAxis([], scale, true, up)), []);
		const axis = xAxis([1000], {scale}, across);
		t.true(labelsOf(axis).includes('1,000'));
		t.true(axis.min < axis.place(1000) && axis.place(1000) < axis.max);
	}
});

test('choices have a place each, in their order, with half a place at either end', t => {
	const labels = ['select', 'poll', 'epoll'];
	const axis = xAxis([0, 2], {scale: 'log', labels}, across);
	t.deepEqual(labelsOf(axis), labels);
	t.deepEqual([axis.min, axis.place(0), axis.place(2), axis.max], [-0.5, 0, 2, 2.5]);
	t.is(axis.breakAt, undefined);
});

test('any values lie within their axis, whose labels have room', t => {
	const values = fc.array(
		fc.oneof(
			fc.nat(2_000_000),
			fc.nat(50_000).map(value => value / 1000),
		),
		{
			minLength: 1,
		},
	);
	fc.assert(
		fc.property(values, fc.constantFrom('linear' as const, 'log' as const), (some, scale) => {
			const axes = [
				xAxis(some, {scale}, across),
				yAxis(some, scale, true, up),
				yAxis(some, scale, false, up),
			];
			const rooms = [across, up, up];
			return axes.every((axis, index) => holds(axis, some) && rooms[index]?.(axis));
		}),
	);
	t.pass();
});

function labelsOf(axis: Axis): string[] {
	return axis.ticks.map(({label}) => label).filter(label => label !== '');
}

function holds(axis: Axis, values: readonly number[]): boolean {
	const slack = (axis.max - axis.min) / 1e9;
	const places = [...values.map(value => axis.place(value)), ...axis.ticks.map(tick => tick.place)];
	return (
		axis.max > axis.min &&
		places.every(place => place >= axis.min - slack && place <= axis.max + slack)
	);
}
