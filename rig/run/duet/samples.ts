// What the duets of a run say of each point.
import type {PointSamples, Samples} from '../../method/comparison.js';
import {countsOf} from '../../record/row.js';
import type {DuetRow} from './duet-row.js';
import {summariseSlices} from '../../method/slices.js';

/**
 * The samples at each count, a value a duet: what one pair of processes says in all its slices is one
 * value, because processes differ (Kalibera and Jones, ISMM 2013). Rates are only there where on both
 * sides of every duet the server was what limited them.
 */
export function samplesOfDuets(rows: readonly DuetRow[], name: string): PointSamples[] {
	return countsOf(rows).map(count => {
		const good = rows.filter(row => row.count === count && isGood(row));
		const logs = good.flatMap(({slices}) => summariseSlices(slices ?? []) ?? []);
		const isLimited = good.every(row => reasonsOf(row).length === 0);
		return {
			name,
			count,
			rate: isLimited ? paired(logs.map(({rate}) => rate)) : undefined,
			cpu: paired(logs.map(({cpu}) => cpu)),
		};
	});
}

/** Whether a duet says something: nothing is wrong with either side, or nothing but its rate. */
function isGood(row: DuetRow): boolean {
	return row.sides !== undefined && reasonsOf(row).every(({spoils}) => spoils === 'rate');
}

/** What gates have against either side. */
function reasonsOf({sides = []}: Pick<DuetRow, 'sides'> | {sides?: []}) {
	return [...sides].flatMap(({reasons}) => reasons);
}

function paired(logs: number[]): Samples {
	return {kind: 'paired', logs};
}
