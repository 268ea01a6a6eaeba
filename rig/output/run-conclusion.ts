// What a run of single cells comes to.
import type {Scale} from '../../plots/chart.js';
import {withPublished} from '../../plots/published/graph.js';
import {readPublished} from '../../plots/published/tables.js';
import type {Axes, Cell} from '../method/cell.js';
import {type Comparison, compareSides} from '../method/comparison.js';
import {summariseCurves} from '../method/curves.js';
import {buildsOf, type Level, parseChoice} from '../method/factor.js';
import {lineOf} from '../method/cell.js';
import {combine} from '../method/plan.js';
import {lawOfBlocks} from '../method/law-samples.js';
import {samplesOfBlocks} from '../method/samples.js';
import {summarise} from '../method/summary.js';
import type {NamedMeasure} from '../method/measure.js';
import {cellsOf} from '../record/row.js';
import type {Settings} from '../record/settings.js';
import {allMeasures, axesOf, lawBasisOf, shownBy} from '../run/axes.js';
import {measureOf} from '../run/settings.js';
import type {StoredRun} from '../run/stored-run.js';
import type {Subject} from '../subjects/subject.js';
import {verdictsOf} from './comparison-conclusion.js';
import {comparisonTable} from './comparison-table.js';
import {comparisonWords} from './comparison-words.js';
import {describeLaws, explainLaws, lawData, lawTable, lawWords} from './law-table.js';
import {describeMachine} from './machine.js';
import {describeNote, groupNotes} from './notes.js';
import {gateData} from './report/gates.js';
import {provenanceData} from './report/provenance.js';
import type {Conclusion, NamedGraph} from './results.js';
import {pictureGraph, studyGraph} from './study-graph.js';
import {describeSummary, summaryData, summaryTable} from './summary-table.js';

/** How the graph is drawn; by default as the study says. */
export type Drawing = {
	readonly scale?: Scale | undefined;
	/** With the published curves beside it. */
	readonly published?: boolean | undefined;
};

/** The smallest effect that matters in a run, of which nobody says another. */
export const RUN_EFFECT = 0.03;

/** Sums up points, laws, and where two sides follow each other in its blocks, verdicts on them. */
export function concludeCells(
	{folder, run, rows}: StoredRun,
	subject: Subject,
	{scale = run.settings.scale, published = false}: Drawing,
): Conclusion {
	const {settings} = run;
	const axes = axesOf(settings, subject);
	const cells = rows.flatMap(cellsOf);
	const shown = shownBy(settings, subject);
	const all = allMeasures(cells, settings, subject);
	const others = all.filter(measure => !shown.includes(measure));
	const points = summarise(
		cells,
		[...shown, ...others.filter(({name}) => !settings.measures.includes(name))],
		axes,
	);
	const named = (names: readonly string[]) => names.map(name => measureOf(name, subject));
	const curves = summariseCurves(cells, lawBasisOf(subject), axes);
	const words = lawWords(subject, axes);
	const machine = describeMachine(run, subject);
	const parts = {points, cells, axes, scale, machine};
	const graph = studyGraph(parts, shown, all, {
		title: settings.question,
		sentence: describeLaws(curves, words),
		notMeasured: settings.notMeasured.join('; '),
	});
	const table = readPublished().find(({id}) => id === settings.published);
	const graphs: NamedGraph[] = [
		{name: 'graph', graph: published && table ? withPublished(graph, table) : graph},
		...(subject.pictures ?? []).flatMap(picture => {
			const drawn = pictureGraph(parts, picture, named(picture.measures));
			return drawn ? [{name: picture.name, graph: drawn}] : [];
		}),
	];
	const beside = named(settings.beside);
	const summary = {points, measures: shown, beside, axes, subject};
	const compared = compareLines(settings, cells, shown, axes, subject);
	const compareWords = comparisonWords(shown, axes);
	const notes = groupNotes(cells, axes);
	const noteLines = notes.map(note => describeNote(note, axes));
	const isCut = rows.length < run.plan.length;
	return {
		comparison: compared?.comparison,
		results: {
			title: settings.question,
			lines: [machine, `${settings.study}, ${run.startedAt}`],
			graphs,
			summary: {
				...summary,
				beside: all.filter(measure => !settings.measures.includes(measure.name)),
				curves,
				laws: words,
			},
			comparison: compared && {comparison: compared.comparison, words: compareWords},
			sections: [
				{title: 'Points', table: summaryData(summary), text: describeSummary(summary)},
				...(curves.length > 0
					? [
							{
								title: 'Scaling laws',
								table: lawData(curves, words),
								text: explainLaws(curves, words),
							},
						]
					: []),
				...(compared ? [verdictsOf(compared.comparison, compareWords, compared.how)] : []),
				...(notes.length > 0
					? [{title: 'Cells that are not valid', text: noteLines.join('\n')}]
					: []),
				{title: 'What is not measured', text: settings.notMeasured.join('\n')},
				{title: 'Gates', table: gateData(subject, cells)},
				{title: 'Provenance', table: provenanceData(run), folded: true},
			],
		},
		document: {
			folder,
			startedAt: run.startedAt,
			settings,
			topology: run.topology,
			interrupted: isCut,
			points,
			curves,
			notes,
			...(compared && {compared: {kind: 'interleaved', ...compared}}),
		},
		lines: [
			'',
			settings.question,
			'',
			...(points.length > 0 ? [summaryTable(summary), ''] : []),
			...(curves.length > 0 ? [lawTable(curves, words), ''] : []),
			...(compared
				? [compared.how, '', comparisonTable(compared.comparison, compareWords), '']
				: []),
			...noteLines,
			...(notes.length > 0 ? [''] : []),
		],
	};
}

/** Verdicts on a run with two contenders, or builds: they follow each other in its blocks. */
function compareLines(
	settings: Settings,
	cells: readonly Cell[],
	measures: readonly NamedMeasure[],
	axes: Axes,
	subject: Subject,
): {how: string; comparison: Comparison} | undefined {
	const {contender} = subject;
	// Where what stands grows, they do not follow each other.
	const found =
		settings.design.kind === 'sweep' && axes.lines.includes(contender)
			? pairsOf(settings.vary[contender] ?? [])
			: undefined;
	if (found === undefined) {
		return undefined;
	}

	const {[contender]: _, ...others} = settings.vary;
	const rest = combine(
		Object.fromEntries(Object.entries(others).filter(([name]) => name !== axes.x)),
	);
	const pairs = rest.flatMap(point =>
		found.pairs.map(
			pair => pair.map(level => lineOf({...point, [contender]: level}, axes)) as [string, string],
		),
	);
	const comparison = compareSides(
		pairs.flatMap(pair => samplesOfBlocks(cells, pair, {measures, axes})),
		pairs.flatMap(pair => lawOfBlocks(cells, pair, lawBasisOf(subject), axes)),
		RUN_EFFECT,
		betterOf(measures),
	);
	const how = `${found.words}, interleaved in one run: ratios block by block.`;
	return comparison.tests === 0 ? undefined : {how, comparison};
}

/** Which direction of a measure is the better one. */
export function betterOf(measures: readonly NamedMeasure[]) {
	return (name: string) => measures.find(measure => measure.name === name)?.better ?? 'more';
}

/** Two contenders; or each of this build and of another. */
function pairsOf(levels: readonly Level[]) {
	const [build, ...others] = buildsOf(levels);
	if (build !== undefined && others.length === 0) {
		const pairs = levels.flatMap(level => {
			const {name, settings} = parseChoice(String(level));
			const other = levels.find(each => {
				const choice = parseChoice(String(each));
				return (
					choice.build === build &&
					choice.name === name &&
					JSON.stringify(choice.settings) === JSON.stringify(settings)
				);
			});
			return other === undefined || other === level ? [] : [[level, other] as const];
		});
		return {pairs, words: `A is this build, B is ${build}`};
	}

	const [a, b] = levels;
	return a !== undefined && b !== undefined && levels.length === 2
		? {pairs: [[a, b] as const], words: `A is ${a}, B is ${b}`}
		: undefined;
}
