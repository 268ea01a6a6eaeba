// The verdicts of a comparison in sentences, for a caption and a headline.
import {formatLevel} from '../method/factor.js';
import type {Comparison} from '../method/comparison.js';
import type {NamedMeasure} from '../method/measure.js';
import type {Judged} from '../method/statistics/judge.js';
import {type ComparisonWords, formatEffect, shortOf} from './comparison-table.js';

/** A sentence for each measure: which verdict stands where. */
export function describeVerdicts(comparison: Comparison, words: ComparisonWords): string[] {
	return words.measures.flatMap(measure => describeMeasure(comparison, measure, words));
}

/** As in: by CPU/reply, B is faster at 1,000 dead; at 0 dead one cannot tell. */
function describeMeasure(
	{points, effect}: Comparison,
	measure: NamedMeasure,
	{unit}: ComparisonWords,
): string[] {
	const names = new Set(points.map(({name}) => name));
	const groups = new Map<string, Map<string, string[]>>();
	for (const {name, x, measures} of points) {
		const compared = measures[measure.name];
		if (compared !== undefined) {
			const verdict = describeVerdict(compared, effect);
			const group = groups.get(verdict) ?? new Map<string, string[]>();
			group.set(name, [...(group.get(name) ?? []), formatLevel(undefined, x)]);
			groups.set(verdict, group);
		}
	}

	const found = [...groups].map(([verdict, group]) => {
		// Who it is need not be said where there is only one.
		const places = [...group].map(([name, counts]) =>
			`${names.size > 1 ? `with ${name} ` : ''}at ${counts.join(', ')} ${unit}`.trimEnd(),
		);
		return `${verdict} ${places.join(' and ')}`;
	});
	return found.length > 0 ? [`By ${shortOf(measure)}, ${found.join('; ')}.`] : [];
}

function describeVerdict({verdict, n}: Judged, effect: number): string {
	switch (verdict) {
		case 'same': {
			return `B is the same within ${formatEffect(effect)}`;
		}

		case 'cannot tell': {
			return 'one cannot tell';
		}

		case undefined: {
			return `there is no verdict (n = ${n})`;
		}

		default: {
			return `B is ${verdict}`;
		}
	}
}
