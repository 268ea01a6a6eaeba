// What a run of single cells comes to.
import type {Scale} from '../../plots/chart.js';
import {withPublished} from '../../plots/published/graph.js';
import {readPublished} from '../../plots/published/tables.js';
import {lineOf} from '../method/cell.js';
import {summariseCurves} from '../method/curves.js';
import {summarise} from '../method/summary.js';
import {cellsOfRun} from '../record/row.js';
import type {Settings} from '../record/settings.js';
import {allMeasures, axesOf, lawBasisOf, shownBy} from '../run/axes.js';
import {measureOf} from '../run/settings.js';
import type {StoredRun} from '../run/stored-run.js';
import type {Subject} from '../subjects/subject.js';
import {verdictsOf} from './comparison-conclusion.js';
import {comparisonTable} from './comparison-table.js';
import {comparisonWords} from './comparison-words.js';
import {describeLaws, explainLaws, lawData, lawTable, lawWords} from './law-table.js';
import {costOf, describeWayOut, headlines} from './headline.js';
import {describeLeftOut} from './left-out.js';
import {compareLines} from './line-comparison.js';
import {describeMachine} from './machine.js';
import {describeNote, groupNotes} from './notes.js';
import {gateData} from './report/gates.js';
import {againSection} from './report/again.js';
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

/** Sums up points, laws, and where two sides follow each other in its blocks, verdicts on them. */
export function concludeCells(
	{folder, run, rows}: StoredRun,
	subject: Subject,
	{scale = run.settings.scale, published = false}: Drawing,
): Conclusion {
	const {settings} = run;
	const axes = axesOf(settings, subject);
	const cells = cellsOfRun(rows);
	const shown = shownBy(settings, subject);
	const all = allMeasures(cells, settings, subject);
	const others = all.filter(({name}) => !settings.measures.includes(name));
	const points = summarise(cells, [...shown, ...others], axes);
	const named = (names: readonly string[]) => names.map(name => measureOf(name, subject));
	const curves = summariseCurves(cells, lawBasisOf(shown, subject), axes);
	const words = lawWords(subject, axes);
	const machine = describeMachine(run, subject);
	const parts = {points, cells, axes, scale, machine};
	const graph = studyGraph(parts, shown, all, {
		title: settings.question,
		sentence: [...captionOfTurns(settings), describeLaws(curves, words)].join(' '),
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
	const beside = others.filter(({name}) => settings.beside.includes(name));
	const summary = {points, measures: shown, beside, axes, subject};
	const compared = compareLines(settings, {rows, cells}, shown, axes, subject);
	const compareWords = comparisonWords(shown, axes);
	const cost = costOf(shown);
	const capacity = all.find(({name}) => name === subject.law && name !== shown[0]?.name);
	const sentences = [
		...(cost ? headlines(points, compared, {cost, capacity}, compareWords) : []),
		...(compared ? describeWayOut(compared) : []),
	];
	const notes = groupNotes(cells, axes);
	const noteLines = notes.map(note => describeNote(note, axes));
	const leftOut = describeLeftOut(cells.map(cell => ({...cell, name: lineOf(cell.point, axes)})));
	const isCut = rows.length < run.plan.length;
	return {
		comparison: compared?.comparison,
		results: {
			title: settings.question,
			headline: sentences,
			lines: [machine, `${settings.study}, ${run.startedAt}`],
			graphs,
			summary: {
				...summary,
				beside: others,
				curves,
				laws: words,
			},
			comparison: compared && {comparison: compared.comparison, words: compareWords},
			sections: [
				...(compared ? [verdictsOf(compared.comparison, compareWords, compared.how)] : []),
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
				...(notes.length > 0
					? [{title: 'Cells that are not valid', text: noteLines.join('\n')}]
					: []),
				{title: 'What is not measured', text: settings.notMeasured.join('\n')},
				againSection(folder, run),
				{
					title: 'Gates',
					table: gateData(subject, cells),
					folded: true,
					...(leftOut.length > 0 && {text: leftOut.join('\n')}),
				},
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
			headlines: sentences,
			...(compared && {compared}),
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
			...leftOut,
			...(notes.length + leftOut.length > 0 ? [''] : []),
			...sentences,
			...(sentences.length > 0 ? [''] : []),
		],
	};
}

/** For the caption: such points have ratios that hold, and rates of servers that share their caches. */
function captionOfTurns({design}: Settings): string[] {
	return design.kind === 'sweep' && design.inTurns
		? ['Each stood beside the baseline, and both were loaded in turns.']
		: [];
}
