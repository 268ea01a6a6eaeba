// What is said of a point, to whoever points at it.
import type {XAxis} from '../chart.js';
import {formatNumber} from './axis.js';
import type {Dataset, Place} from './curves.js';

/** As in `poll, 1,000 dead`. */
export function pointTitle({curve, panel}: Dataset, {point}: Place, x: XAxis): string {
	const line = curve.line === 'dashed' && panel.lineKey ? ` (${panel.lineKey.dashed})` : '';
	const at = x.labels?.[point.x] ?? `${formatNumber(point.x)} ${x.unit}`;
	return `${curve.name}${line}, ${at}`;
}

/** The value, its interval, and what else is known, a line each. */
export function pointLines({point: {y, low, high, state, note}}: Place): string[] {
	return [
		`${state === 'at-least' ? 'at least ' : ''}${short(y)}${state === 'invalid' ? ' (not valid)' : ''}`,
		...(low === undefined || high === undefined
			? []
			: [`interval ${short(low)} to ${short(high)}`]),
		...(note === undefined ? [] : [note]),
	];
}

function short(value: number): string {
	return formatNumber(Number(value.toPrecision(5)));
}
