// What is said of a point, to whoever points at it.
import type {XAxis} from '../chart.js';
import {formatNumber} from './axis.js';
import type {Dataset, Place} from './curves.js';

/** As in `poll, 1,000 dead`; where a panel has two kinds of line, `poll (system), 1,000 dead`. */
export function pointTitle({curve, panel}: Dataset, {point}: Place, x: XAxis): string {
	const kind = curve.line === 'dotted' ? undefined : panel.lineKey?.[curve.line];
	const line = kind === undefined ? '' : ` (${kind})`;
	const at = x.labels?.[point.x] ?? `${formatNumber(point.x)} ${x.unit}`.trimEnd();
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
