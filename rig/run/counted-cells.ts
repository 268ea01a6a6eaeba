// The cells of runs in guests whose instructions were counted by function.
import {type Axes, hasCosts, lineOf, valueOf, xOf} from '../method/cell.js';
import {leafOf} from '../method/call-stack.js';
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

			const stacks = new Map<string, number>();
			const functions = new Map<string, number>();
			for (const [stack, count] of found) {
				const each = count / window.operations;
				const name = leafOf(stack);
				stacks.set(stack, each);
				functions.set(name, (functions.get(name) ?? 0) + each);
			}

			return valueOf(row, measure).map(measured => ({
				...{line: lineOf(point, axes), x: xOf(point, axes)},
				...{measured, stacks, functions},
			}));
		});
	});
}
