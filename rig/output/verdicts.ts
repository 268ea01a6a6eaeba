// The verdicts of a comparison in a sentence, for a caption.
import type {Compared, Comparison} from '../comparison/comparison.js';
import type {Words} from '../words.js';
import {formatEffect, formatVerdict} from './comparison-table.js';
import {formatCount} from './format.js';

/** Which verdict stands where, and how sure all of it is. */
export function describeVerdicts(comparison: Comparison, words: Words): string {
	const of = (
		what: string,
		pick: (point: Comparison['points'][number]) => Compared | undefined,
	) => {
		const groups = new Map<string, string[]>();
		for (const point of comparison.points) {
			const compared = pick(point);
			if (compared !== undefined) {
				const verdict = formatVerdict(compared, comparison.effect);
				groups.set(verdict, [...(groups.get(verdict) ?? []), formatCount(point.count)]);
			}
		}

		const found = [...groups].map(([verdict, counts]) => `${verdict} at ${counts.join(', ')}`);
		return found.length > 0 ? [`By ${what} B is: ${found.join('; ')} ${words.unit}.`] : [];
	};
	return [
		...of(words.rate.toLowerCase(), ({rate}) => rate),
		...of(`CPU for a ${words.operation}`, ({cpu}) => cpu),
		`Bars: intervals, ${formatEffect(comparison.confidence)} for all ${comparison.tests} together.`,
	].join(' ');
}
