// B against A: the ratio at each point, with its interval, and the band that counts as the same.
import type {Graph, Panel, Scale} from '../../plots/graph.js';
import {sortLevels} from '../method/cell.js';
import type {Comparison} from '../method/comparison.js';
import type {NamedMeasure} from '../method/measure.js';

/**
 * A bar is drawn to this multiple of the largest ratio: one of two values a side goes to a million, and
 * nothing else could then be seen.
 */
const LONGEST_BAR = 3;

/** A panel for each measure that has a ratio; undefined where none has. */
export function ratioGraph(
	{points, effect}: Comparison,
	measures: readonly NamedMeasure[],
	text: {title: string; machine: string; caption: string; x: string; scale: Scale},
): Graph | undefined {
	const levels = sortLevels(points.map(({x}) => x));
	const panels = measures.flatMap(({name: measure, title}): Panel[] => {
		const measured = points.flatMap(({name, x, measures: found}) => {
			const ratio = found[measure];
			return ratio === undefined ? [] : [{name, x, ratio}];
		});
		const top = topOf(measured.map(({ratio}) => ratio));
		const names = [...new Set(measured.map(({name}) => name))];
		return names.length === 0
			? []
			: [
					{
						label: `${title}, B/A`,
						scale: 'linear',
						fromZero: false,
						series: names.map(name => ({
							name,
							line: 'solid',
							points: measured
								.filter(point => point.name === name)
								.map(({x, ratio: {value, low, high}}) => ({
									x: typeof x === 'number' ? x : levels.indexOf(x),
									...{y: value, low, high: Math.min(high, top), valid: true},
								})),
						})),
						levels: [1 / (1 + effect), 1, 1 + effect],
					},
				];
	});
	const isCut = measures.some(({name}) => {
		const ratios = points.flatMap(({measures: found}) => found[name] ?? []);
		return ratios.some(({high}) => high > topOf(ratios));
	});
	const cut = isCut ? ` Bars to ${LONGEST_BAR} times the largest ratio go on beyond that.` : '';
	return panels.length === 0
		? undefined
		: {
				title: text.title,
				subtitle: text.machine,
				caption: `${text.caption} Dotted: no effect, and the band that counts as the same.${cut}`,
				x: {label: text.x, scale: text.scale},
				panels,
			};
}

function topOf(ratios: ReadonlyArray<{readonly value: number}>): number {
	return LONGEST_BAR * Math.max(1, ...ratios.map(({value}) => value));
}
