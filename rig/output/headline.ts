// What a run comes to in sentences that can be quoted: what costs least, by how much, where, how sure.
import {type Comparison, ratiosOf} from '../method/comparison.js';
import {formatLevel} from '../method/factor.js';
import {formatMeasure, type NamedMeasure} from '../method/measure.js';
import type {Judged} from '../method/statistics/judge.js';
import type {PointSummary} from '../method/summary.js';
import {type ComparisonWords, formatEffect} from './comparison-table.js';
import type {LineComparison} from './line-comparison.js';

/** The measures that sentences are of. */
export type HeadlineMeasures = {
	/** What an operation costs: it does not depend on who the limit was. */
	readonly cost: NamedMeasure;
	/** What fills a processor. */
	readonly capacity: NamedMeasure | undefined;
};

/** Lines that were compared, by their names. */
type Compared = Pick<LineComparison, 'pairs' | 'comparison'>;

/** One sentence on the medians at the largest count, and one on each contender against its baseline. */
export function headlines(
	points: readonly PointSummary[],
	compared: Compared | undefined,
	measures: HeadlineMeasures,
	words: ComparisonWords,
): string[] {
	const sentences = [
		...describeLeast(points, measures, words),
		...(compared ? describePairs(compared, measures.cost, words) : []),
	];
	return compared ? [...sentences, describeConfidence(compared.comparison)] : sentences;
}

/** Which measure sentences are of: the first that tells what an operation costs. */
export function costOf(measures: readonly NamedMeasure[]): NamedMeasure | undefined {
	return measures.find(({spoiledBy, better}) => spoiledBy === 'cell' && better === 'less');
}

function describeConfidence({tests, confidence}: Comparison): string {
	const share = formatEffect(confidence);
	return tests === 1
		? `The interval holds with ${share}; drift from run to run is not in it.`
		: `All ${tests} intervals of this run hold together with ${share}; drift from run to run is not in them.`;
}

/** What tells those apart that blocks of a run do not. */
export function describeWayOut({kind, comparison}: LineComparison): string[] {
	const isOpen = ratiosOf(comparison).some(({verdict}) => verdict === 'cannot tell');
	return isOpen && kind === 'interleaved'
		? [
				'Cells that follow each other differ by what the machine does meanwhile: with --in-turns that cancels, and smaller differences are found.',
			]
		: [];
}

/** Of the medians where N is largest: nobody has judged them against each other. */
function describeLeast(
	points: readonly PointSummary[],
	{cost, capacity}: HeadlineMeasures,
	{unit}: ComparisonWords,
): string[] {
	const levels = points.flatMap(({x, measures}) =>
		typeof x === 'number' && measures[cost.name] ? [x] : [],
	);
	const most = Math.max(...levels);
	const there = points
		.flatMap(({line, x, measures}) => {
			const found = measures[cost.name];
			const full = capacity && measures[capacity.name];
			return x === most && found ? [{line, cost: found.median, full}] : [];
		})
		.sort((a, b) => a.cost - b.cost);
	const [first, ...others] = there;
	if (first === undefined || others.length === 0) {
		return [];
	}

	// Capacity is what CPU time comes to.
	const beside =
		capacity && first.full && cost.unit.startsWith('µs/')
			? ` (capacity: ${formatMeasure(capacity, first.full.median)} ${capacity.unit})`
			: '';
	const rest = others.map(each => `${each.line} ${formatMeasure(cost, each.cost)}`);
	return [
		`At ${`${formatLevel(undefined, most)} ${unit}`.trimEnd()}, ${first.line} costs least: ${formatMeasure(cost, first.cost)} ${whatOf(cost)}${beside}; ${rest.join(', ')} (medians).`,
	];
}

/** Behind a figure: µs/reply of server CPU, or voluntary switches/accept. */
function whatOf({unit, title}: NamedMeasure): string {
	return unit.startsWith('/') ? lowered(title) + unit : `${unit} of ${lowered(title)}`;
}

/** As it stands within a sentence. */
function lowered(title: string): string {
	return title.charAt(0).toLowerCase() + title.slice(1);
}

const APART = 'cannot be told apart';

/** As in: against select, epoll costs less at 5,000, 15,000 dead (by 91.2 %, 90.8 to 91.5 %, at 15,000). Those that cannot be told apart share a sentence. */
function describePairs(
	{pairs, comparison}: Compared,
	{name: measure}: NamedMeasure,
	{unit}: ComparisonWords,
): string[] {
	const said = new Map<string, {a: string; names: string[]; words: string}>();
	for (const [a, b] of pairs) {
		const words = describePair(`${b} / ${a}`, comparison, measure, unit);
		const key = [a, words, ...(words.startsWith(APART) ? [] : [b])].join('\n');
		const found = said.get(key) ?? {a, names: [], words};
		found.names.push(b);
		said.set(key, found);
	}

	return [...said.values()]
		.filter(({words}) => words !== '')
		.map(({a, names, words}) => `Against ${quote(a)}, ${names.map(quote).join(', ')} ${words}.`);
}

/** A name that has a comma of its own is told from its neighbours. */
function quote(name: string): string {
	return name.includes(', ') ? `“${name}”` : name;
}

function describePair(pair: string, comparison: Comparison, measure: string, unit: string): string {
	const own = comparison.points.flatMap(({name, x, measures}) => {
		const judged = measures[measure];
		return name === pair && judged ? [{x: formatLevel(undefined, x), judged}] : [];
	});
	const where = (verdict: Judged['verdict']) => own.filter(each => each.judged.verdict === verdict);
	return [
		...describeDifferences('costs less', where('faster'), unit),
		...describeDifferences('costs more', where('slower'), unit),
		...describePlaces(`is the same within ${formatEffect(comparison.effect)}`, where('same'), unit),
		...describePlaces(APART, where('cannot tell'), unit),
	].join('; ');
}

type Place = {readonly x: string; readonly judged: Judged};

function describePlaces(words: string, places: readonly Place[], unit: string): string[] {
	return places.length > 0
		? [`${words} at ${places.map(({x}) => x).join(', ')} ${unit}`.trimEnd()]
		: [];
}

/** With the largest of them in figures. */
function describeDifferences(words: string, places: readonly Place[], unit: string): string[] {
	const [largest] = places.toSorted((one, other) => sizeOf(other) - sizeOf(one));
	if (largest === undefined) {
		return [];
	}

	const {x, judged} = largest;
	const {value, interval} = judged;
	const by = [value, interval?.low ?? value, interval?.high ?? value].map(ratio =>
		Math.abs(100 * (ratio - 1)),
	);
	const [middle = 0, ...ends] = by;
	const [low = 0, high = 0] = ends.sort((one, other) => one - other);
	return describePlaces(words, places, unit).map(
		text =>
			`${text} (by ${middle.toFixed(1)} %, ${low.toFixed(1)} to ${high.toFixed(1)} %, at ${x})`,
	);
}

function sizeOf({judged}: Place): number {
	return Math.abs(Math.log(judged.value));
}
