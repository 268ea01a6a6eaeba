// The cells of runs in guests whose instructions were counted by function.
import {type Axes, hasCosts, lineOf, valueOf, xOf} from '../method/cell.js';
import type {CountedCell} from '../method/explanation.js';
import type {NamedMeasure} from '../method/measure.js';
import {FunctionCounts} from '../site/guest/function-counts.js';
import type {RunSet} from './run-set.js';

/** Those whose server has told the plugin of its reports; `measure` is of instructions for one operation. */
export function countedCells({runs}: RunSet, measure: NamedMeasure, axes: Axes): CountedCell[] {
	return runs.flatMap(({folder, run, rows}) => {
		const counts = run.guest?.explain && FunctionCounts.read(folder);
		return rows.filter(hasCosts).flatMap(row => {
			const {point, window} = row;
			const found = window && counts?.between(window.from, window.to);
			if (window === undefined || found === undefined) {
				return [];
			}

			const functions = new Map(
				[...found].map(([name, count]) => [name, count / window.operations]),
			);
			return valueOf(row, measure).map(measured => ({
				...{line: lineOf(point, axes), x: xOf(point, axes)},
				...{measured, functions},
			}));
		});
	});
}
