// The x axis of a run's charts, and where a level lies on it.
import type {Scale, XAxis} from '../../plots/chart.js';
import type {Axes} from '../method/cell.js';
import {formatLevel, type Factor, type Level} from '../method/factor.js';

/** An axis, and the x of a level on it. */
type LevelAxis = {readonly axis: XAxis; readonly placeOf: (level: Level) => number};

/** The axis of these levels, which are sorted. Names stand beside each other, whatever the scale. */
export function xAxisOf(
	{x, factors}: Pick<Axes, 'x' | 'factors'>,
	levels: readonly Level[],
	scale: Scale,
): LevelAxis {
	const factor = factors[x];
	const axis = {label: factor ? labelOf(factor) : x, unit: factor?.unit ?? ''};
	return levels.every(level => typeof level === 'number')
		? {axis: {...axis, scale}, placeOf: Number}
		: {
				axis: {
					...axis,
					scale: 'linear',
					labels: levels.map(level => formatLevel(undefined, level)),
				},
				placeOf: level => levels.indexOf(level),
			};
}

/** What is counted says what it is; a quantity has a unit. */
function labelOf({type, label, unit}: Factor): string {
	return type === 'count' || unit === undefined ? label : `${label} [${unit}]`;
}
