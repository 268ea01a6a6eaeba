// B against A: the ratio at each count, with its interval, and the band that counts as the same.
import type {Graph, Panel, Point, Scale} from './graph.js';
import type {GraphText, GraphWords} from './rows.js';

/** A ratio B/A with its interval, at one count of one curve. */
export type RatioRow = {
	readonly name: string;
	readonly count: number;
	readonly rate?: RatioInterval;
	readonly cpu?: RatioInterval;
};

type RatioInterval = {readonly value: number; readonly low: number; readonly high: number};

/**
 * A bar is drawn to this multiple of the largest ratio: one of two values a side goes to a million, and
 * nothing else could then be seen.
 */
const LONGEST_BAR = 3;

/** The graph of a comparison; `effect` is the smallest that matters, as in 0.03. */
export function ratioGraph(
	rows: readonly RatioRow[],
	text: GraphText & {readonly comparison: string},
	words: GraphWords,
	{effect, scale}: {effect: number; scale: Scale},
): Graph {
	const figures: Array<[label: string, of: Figure]> = [
		[`${words.rate}, B/A`, ({rate}) => rate],
		[`${words.worker} CPU for a ${words.operation}, B/A`, ({cpu}) => cpu],
	];
	const panel = ([label, of]: (typeof figures)[number]): Panel[] => {
		const measured = rows.filter(row => of(row) !== undefined);
		if (measured.length === 0) {
			return [];
		}

		const top = topOf(rows, of);
		const names = [...new Set(measured.map(({name}) => name))];
		return [
			{
				label,
				scale: 'linear',
				fromZero: false,
				series: names.map(name => ({
					name,
					line: 'solid',
					points: measured
						.filter(row => row.name === name)
						.map(row => ({x: row.count, ...pointOf(of(row) as RatioInterval, top)})),
				})),
				levels: [1 / (1 + effect), 1, 1 + effect],
			},
		];
	};
	const isCut = figures.some(([, of]) => rows.some(row => (of(row)?.high ?? 0) > topOf(rows, of)));
	const cut = isCut ? ` Bars to ${LONGEST_BAR} times the largest ratio go on beyond that.` : '';
	return {
		title: text.question,
		subtitle: text.machine,
		caption: `${text.comparison} Dotted: no effect, and the band that counts as the same.${cut}`,
		x: {label: words.counted, scale},
		panels: figures.flatMap(panel),
	};
}

type Figure = (row: RatioRow) => RatioInterval | undefined;

function topOf(rows: readonly RatioRow[], of: Figure): number {
	return LONGEST_BAR * Math.max(1, ...rows.map(row => of(row)?.value ?? 1));
}

function pointOf({value, low, high}: RatioInterval, top: number): Omit<Point, 'x'> {
	return {y: value, low, high: Math.min(high, top), valid: true};
}
