// A comparison as CSV: a line for each point that was compared.
import {stringify} from 'csv-stringify/sync';
import type {Comparison} from '../method/comparison.js';
import type {Judged} from '../method/statistics/judge.js';
import type {Results} from './results.js';

/** With a header; ratios in full. */
export function comparisonCsv({comparison, words}: NonNullable<Results['comparison']>): string {
	return stringify(
		rowsOf(comparison).map(({name, x, measures}): Record<string, unknown> =>
			Object.fromEntries([
				['compared', name],
				[words.x, x],
				...words.measures.flatMap(measure =>
					Object.entries(columns(measure.column, measures[measure.name])),
				),
			]),
		),
		{header: true},
	);
}

/** What all points share stands first, at no level of x. */
function rowsOf({points, shifts}: Comparison) {
	return Object.keys(shifts).length > 0
		? [{name: 'what all points share', x: undefined, measures: shifts}, ...points]
		: points;
}

function columns(name: string, compared: Judged | undefined) {
	return {
		[`${name}_ratio`]: compared?.value,
		[`${name}_ratio_low`]: compared?.interval?.low,
		[`${name}_ratio_high`]: compared?.interval?.high,
		[`${name}_ratio_against`]: compared?.against,
		[`${name}_ratio_n`]: compared?.n,
		[`${name}_verdict`]: compared?.verdict,
	};
}
