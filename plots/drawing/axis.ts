// An axis: where each value lies on it, and which values are named. Chart.js is given the places, on
// its plain linear scale: its logarithmic one has no place for zero.
import type {Scale, XAxis} from '../chart.js';

/** A mark on an axis; one with no label is a minor one. */
type Tick = {readonly place: number; readonly label: string};

/** An axis from `min` to `max`, both places. Where 0 stands apart, the axis is broken at `breakAt`. */
export type Axis = {
	readonly min: number;
	readonly max: number;
	readonly ticks: readonly Tick[];
	readonly breakAt?: number;
	place(value: number): number;
};

/** Whether an axis has room for its labels. */
export type Room = (axis: Axis) => boolean;

/**
 * An axis that ends at the outermost of `values`. Where it is logarithmic, 0 stands apart, to the
 * left of the smallest other value. Where it has labels, each has a place, with half a place beside
 * the first and the last.
 */
export function xAxis(
	values: readonly number[],
	{scale, labels}: Pick<XAxis, 'scale' | 'labels'>,
	room: Room,
): Axis {
	if (labels) {
		return {
			min: -0.5,
			max: Math.max(1, labels.length) - 0.5,
			ticks: labels.map((label, place) => ({place, label})),
			place: exactly,
		};
	}

	const positive = values.filter(value => value > 0);
	if (scale === 'linear' || positive.length === 0) {
		return linearAxis(values, room, exactly);
	}

	const hasZero = positive.length < values.length;
	const [low, high] = logEnds(positive, hasZero ? 1 : 2);
	return firstWithRoom(room, labelled, names => logAxis(low, high, names, hasZero));
}

/**
 * An axis that ends at round values, a linear one at 0 where it is to begin `fromZero`. Where it is
 * logarithmic, what is not positive lies on its lower end.
 */
export function yAxis(
	values: readonly number[],
	scale: Scale,
	fromZero: boolean,
	room: Room,
): Axis {
	const positive = values.filter(value => value > 0);
	if (scale === 'linear' || positive.length === 0) {
		const held = fromZero && values.length > 0 ? [0, ...values] : values;
		return linearAxis(held, room, (value, step, round) => round(value / step) * step);
	}

	const [low, high] = logEnds(positive, 2);
	return firstWithRoom(room, labelled, names => logAxis(below(low), above(high), names, false));
}

/** A number as it is written in a picture, as in 60,000. */
export function formatNumber(value: number): string {
	return numberFormat.format(value);
}

const numberFormat = new Intl.NumberFormat('en-US', {maximumFractionDigits: 6});
const mantissas = [1, 2, 5];

/** Which values of a log axis have labels, from most to fewest: mantissas, and each how many decades. */
type Labelled = {readonly mantissas: readonly number[]; readonly decades: number};
const labelled: readonly Labelled[] = [
	{mantissas: [1, 2, 3, 4, 5, 6, 7, 8, 9], decades: 1},
	{mantissas, decades: 1},
	{mantissas: [1], decades: 1},
	{mantissas: [1], decades: 2},
	{mantissas: [1], decades: 3},
];

/** How much of a log axis lies between 0 and the next value. */
const zeroGap = 0.14;

function firstWithRoom<T>(room: Room, choices: readonly T[], axisOf: (choice: T) => Axis): Axis {
	const axes = choices.map(axisOf);
	return axes.find(room) ?? (axes.at(-1) as Axis);
}

/** Where an axis ends: `value` is its outermost, `round` leads outwards. */
type End = (value: number, step: number, round: (value: number) => number) => number;

function exactly(value: number): number {
	return value;
}

function linearAxis(values: readonly number[], room: Room, end: End): Axis {
	const [low, high] = [Math.min(...values), Math.max(...values)];
	if (!(low < high)) {
		return loneAxis(values[0]);
	}

	const power = Math.floor(Math.log10(high - low));
	const steps = [power - 1, power].flatMap(each => mantissas.map(m => m * 10 ** each));
	return firstWithRoom(room, steps, step => {
		const [min, max] = [end(low, step, Math.floor), end(high, step, Math.ceil)];
		const first = Math.ceil(min / step);
		const places = Array.from(
			{length: Math.floor(max / step) - first + 1},
			(_, index) => (first + index) * step,
		);
		return {min, max, ticks: places.map(namedTick), place: exactly};
	});
}

// An axis for one value, in its middle, or for none.
function loneAxis(value: number | undefined): Axis {
	const middle = value ?? 0;
	return {
		min: middle - 1,
		max: middle + 1,
		ticks: value === undefined ? [] : [namedTick(value)],
		place: exactly,
	};
}

function namedTick(place: number): Tick {
	return {place, label: formatNumber(place)};
}

// The smallest and the largest value; where they are one, that is widened by `factor` to both sides.
function logEnds(values: readonly number[], factor: number): [number, number] {
	const [low, high] = [Math.min(...values), Math.max(...values)];
	return low < high ? [low, high] : [low / factor, high * factor];
}

function logAxis(low: number, high: number, names: Labelled, hasZero: boolean): Axis {
	const [first, max] = [Math.log10(low), Math.log10(high)];
	const zero = first - (max > first ? (max - first) * zeroGap : 1);
	const min = hasZero ? zero : first;
	return {
		min,
		max,
		ticks: [...(hasZero ? [{place: zero, label: '0'}] : []), ...logTicks(low, high, names)],
		place: value => (value > 0 ? Math.log10(value) : min),
		...(hasZero && {breakAt: (zero + first) / 2}),
	};
}

function logTicks(low: number, high: number, names: Labelled): Tick[] {
	const ticks: Tick[] = [];
	for (let power = Math.floor(Math.log10(low)); 10 ** power <= high; power++) {
		for (let mantissa = 1; mantissa < 10; mantissa++) {
			const value = Number(`${mantissa}e${power}`);
			const named = names.mantissas.includes(mantissa) && power % names.decades === 0;
			if (value >= low && value <= high) {
				ticks.push({place: Math.log10(value), label: named ? formatNumber(value) : ''});
			}
		}
	}

	return ticks;
}

// The nearest of 1, 2, 5, 10, 20 … that is not above `value`, and the nearest that is not below it.
function below(value: number): number {
	return roundValues(value).findLast(each => each <= value) ?? value;
}

function above(value: number): number {
	return roundValues(value).find(each => each >= value) ?? value;
}

function roundValues(value: number): number[] {
	const power = Math.floor(Math.log10(value));
	return [power, power + 1].flatMap(each => mantissas.map(m => Number(`${m}e${each}`)));
}
