// What a comparison is said to be of.
import type {Axes} from '../method/cell.js';
import type {NamedMeasure} from '../method/measure.js';
import type {ComparisonWords} from './comparison-table.js';
import {lawUnits, oneOf} from './law-table.js';
import {nameOfX} from './summary-table.js';

/** Of these measures, on these axes. */
export function comparisonWords(measures: readonly NamedMeasure[], axes: Axes): ComparisonWords {
	return {
		...{measures, x: nameOfX(axes), unit: axes.factors[axes.x]?.unit ?? ''},
		one: oneOf(axes),
		each: lawUnits(measures.find(({basis}) => basis !== undefined)?.basis ?? 'CPU').each,
	};
}
