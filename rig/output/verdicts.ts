// The verdicts of a comparison in a sentence, for a caption.
import {formatLevel} from '../method/factor.js';
import type {Comparison} from '../method/comparison.js';
import type {NamedMeasure} from '../method/measure.js';
import {
	type ComparisonWords,
	formatConfidence,
	formatVerdict,
	shortOf,
} from './comparison-table.js';

/** Which verdict stands where, and how sure all of it is. */
export function describeVerdicts(comparison: Comparison, words: ComparisonWords): string {
	return [
		...words.measures.flatMap(measure => describeMeasure(comparison, measure, words)),
		`Bars: intervals, ${formatConfidence(comparison)}.`,
	].join(' ');
}

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
			const verdict = formatVerdict(compared, effect);
			const group = groups.get(verdict) ?? new Map<string, string[]>();
			group.set(name, [...(group.get(name) ?? []), formatLevel(undefined, x)]);
			groups.set(verdict, group);
		}
	}

	const found = [...groups].map(([verdict, group]) => {
		// Who it is need not be said where there is only one.
		const places = [...group].map(
			([name, counts]) => `${names.size > 1 ? `${name} ` : ''}at ${counts.join(', ')}`,
		);
		return `${verdict} ${names.size > 1 ? 'with ' : ''}${places.join(' and ')}`;
	});
	return found.length > 0 ? [`By ${shortOf(measure)} B is: ${found.join('; ')} ${unit}.`] : [];
}
