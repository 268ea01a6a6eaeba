// Which functions a difference lies in, for people.
import type {Axes} from '../method/cell.js';
import {flamesOf} from '../method/flame.js';
import {addsUp, explain, type Explanation, TOLERANCE} from '../method/explanation.js';
import {formatLevel} from '../method/factor.js';
import {formatNanoseconds} from '../method/format.js';
import type {NamedMeasure} from '../method/measure.js';
import {countedCells} from '../run/counted-cells.js';
import type {RunSet} from '../run/run-set.js';
import {oneOf} from './law-table.js';
import type {Bars} from './report/bars.js';
import type {Section} from './report/page.js';
import {nameOfX} from './summary-table.js';
import type {TableData} from './table.js';

/** So many functions of a point are told, with the largest differences; a program is told all. */
const MOST = 8;

/** What was found, for programs, and as sections of a report; what is printed is the first. */
type Explained = {
	readonly explanations: readonly Explanation[];
	readonly sections: readonly [Section, ...Section[]];
};

/** Undefined where nobody has asked for it. */
export function explainSets(
	sides: readonly [RunSet, RunSet],
	measures: readonly NamedMeasure[],
	axes: Axes,
): Explained | undefined {
	const measure = measures.find(({basis}) => basis === 'instructions');
	if (measure === undefined || sides.some(({runs: [{run}]}) => run.guest?.explain === undefined)) {
		return undefined;
	}

	const [a, b] = sides.map(side => countedCells(side, measure, axes));
	const explanations = explain(a ?? [], b ?? []);
	const title = 'Where it comes from';
	return explanations.length === 0
		? {explanations, sections: [{title, text: NOTHING}]}
		: {
				explanations,
				sections: [
					{
						title,
						table: explanationData(explanations, axes),
						bars: explanations.map(each => barsOf(each)),
						text: describeSums(explanations, axes, sides[0].subject.operation),
					},
					{
						title: 'Flame graphs',
						flames: flamesOf(a ?? [], b ?? []).map(({line, x, root}) => ({
							title: `${line}, ${placeOf(x)}`,
							root,
						})),
						text: FLAMES,
						folded: true,
					},
				],
			};
}

const NOTHING =
	'Which functions it comes from is not known: no server has told the plugin of QEMU of its reports, as C twins do.';

const FLAMES =
	'Instructions by who has called whom, from above; interrupts lie on what they interrupt. Orange: the more of the colour, the more on this side than on the other; blue: the less. The numbers of both stand where the pointer does.';

function explanationData(explanations: readonly Explanation[], axes: Axes): TableData {
	return {
		header: ['by function', nameOfX(axes), 'function', 'A', 'B', 'B − A'],
		rows: explanations.flatMap(({line, x, functions, sum: [a, b]}) => {
			const where = [line, placeOf(x)];
			const rest = functions.slice(MOST);
			const total = (side: 'a' | 'b') => rest.reduce((sum, each) => sum + each[side], 0);
			return [
				...functions.slice(0, MOST).map(each => [...where, each.name, ...differenceOf(each)]),
				...(rest.length > 0
					? [[...where, `${rest.length} others`, ...differenceOf({a: total('a'), b: total('b')})]]
					: []),
				[...where, 'all', ...differenceOf({a, b})],
			];
		}),
		right: [1, 3, 4, 5],
	};
}

function barsOf({line, x, functions}: Explanation): Bars {
	return {
		title: `${line}, ${placeOf(x)}: B − A`,
		bars: functions.slice(0, MOST).map(({name, a, b}) => ({
			...{name, value: b - a},
			text: formatNanoseconds(b - a),
		})),
	};
}

function placeOf(x: Explanation['x']): string {
	return x === undefined ? 'each' : formatLevel(undefined, x);
}

function differenceOf({a, b}: {a: number; b: number}): string[] {
	return [a, b, b - a].map(formatNanoseconds);
}

/** How to read the table, and whether its sums are those of the measure. */
function describeSums(explanations: readonly Explanation[], axes: Axes, operation: string): string {
	const shares = explanations
		.filter(({x}) => x !== undefined)
		.flatMap(({sum, measured}) => sum.map((value, side) => value / (measured[side] ?? NaN)));
	const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
	const bad = explanations.filter(each => each.x !== undefined && !addsUp(each));
	return [
		`Instructions of the server for a ${operation}, by the kernel function that they lie in: what the compiler has inlined is its caller's.` +
			(explanations.some(({x}) => x === undefined)
				? ` each: what each ${oneOf(axes)} adds, by a straight line (least squares).`
				: ''),
		`All functions add up to ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))} of what was measured.`,
		...bad.map(
			({line, x}) =>
				`${line}, ${placeOf(x)}: they miss it by more than ${percent(TOLERANCE)}, and explain nothing there.`,
		),
	].join('\n');
}
