// A comparison as CSV: a line for each measure of each point that was compared.
import {stringify} from 'csv-stringify/sync';
import type {Median} from '../method/statistics/median.js';
import {judgedMeasures, judgedPoints} from './comparison-table.js';
import type {Results} from './results.js';

/** With a header; figures in full. */
export function comparisonCsv({comparison, words}: NonNullable<Results['comparison']>): string {
	const {confidence, tests} = comparison;
	return stringify(
		judgedMeasures(comparison, words).flatMap(measure =>
			judgedPoints(comparison, measure).map(({name, x, judged}): Record<string, unknown> => ({
				compared: name,
				[words.x]: x,
				measure: measure.column,
				...sideColumns('a', judged?.a),
				...sideColumns('b', judged?.b),
				change_percent: percentOf(judged?.value),
				change_percent_low: percentOf(judged?.interval?.low),
				change_percent_high: percentOf(judged?.interval?.high),
				ratio: judged?.value,
				ratio_low: judged?.interval?.low,
				ratio_high: judged?.interval?.high,
				against: judged?.against,
				...{confidence, tests, n: judged?.n, verdict: judged?.verdict},
			})),
		),
		{header: true},
	);
}

/** A median, with its interval or range. */
function sideColumns(side: string, found: Median | undefined) {
	return {
		[side]: found?.median,
		[`${side}_low`]: found?.reach?.low,
		[`${side}_high`]: found?.reach?.high,
	};
}

function percentOf(ratio: number | undefined): number | undefined {
	return ratio === undefined ? undefined : 100 * (ratio - 1);
}
