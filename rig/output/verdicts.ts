// The verdicts of a comparison in a sentence, for a caption.
import type {Compared, Comparison} from '../method/comparison.js';
import type {Words} from '../subjects/labels.js';
import {formatEffect, formatVerdict} from './comparison-table.js';
import {formatCount} from './format.js';

/** Which verdict stands where, and how sure all of it is. */
export function describeVerdicts(comparison: Comparison, words: Words): string {
	const of = (
		what: string,
		pick: (point: Comparison['points'][number]) => Compared | undefined,
	) => {
		const names = new Set(comparison.points.map(({name}) => name));
		const groups = new Map<string, Map<string, string[]>>();
		for (const point of comparison.points) {
			const compared = pick(point);
			if (compared !== undefined) {
				const verdict = formatVerdict(compared, comparison.effect);
				const group = groups.get(verdict) ?? new Map<string, string[]>();
				group.set(point.name, [...(group.get(point.name) ?? []), formatCount(point.count)]);
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
		return found.length > 0 ? [`By ${what} B is: ${found.join('; ')} ${words.unit}.`] : [];
	};
	return [
		...of(words.rate.toLowerCase(), ({rate}) => rate),
		...of(`CPU for a ${words.operation}`, ({cpu}) => cpu),
		`Bars: intervals, ${formatEffect(comparison.confidence)} for all ${comparison.tests} together.`,
	].join(' ');
}
