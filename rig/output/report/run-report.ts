// The report of a run.
import type {Graph} from '../../../plots/graph.js';
import {compareMechanisms} from '../two-mechanisms.js';
import {comparisonData, explainComparison} from '../comparison-table.js';
import {explainLaws, lawData} from '../law-table.js';
import {describeNote, groupNotes} from '../notes.js';
import {describeSummary, summaryData} from '../summary-table.js';
import {describeMachine, type RunResults} from '../graph.js';
import {wordsOf} from '../../subjects/labels.js';
import {gateData} from './gates.js';
import {renderPage} from './page.js';
import {provenanceData} from './provenance.js';

/** The file's text; `load` is the subject's. */
export async function renderRunReport(
	{run, rows, points, curves}: RunResults,
	graphs: readonly Graph[],
	load: string,
): Promise<string> {
	const words = wordsOf(run.settings.subject);
	const compared = compareMechanisms(run.settings, rows);
	const notes = groupNotes(rows).map(note => describeNote(note, words));
	return renderPage({
		title: run.settings.question,
		lines: [describeMachine(run, load), `${run.settings.study}, ${run.startedAt}`],
		graphs,
		unit: words.unit,
		sections: [
			{title: 'Points', table: summaryData(points, words), text: describeSummary(points, words)},
			...(curves.length > 0
				? [
						{
							title: 'Scaling laws',
							table: lawData(curves, words),
							text: explainLaws(curves, words),
						},
					]
				: []),
			...(compared
				? [
						{
							title: 'Verdicts',
							table: comparisonData(compared.comparison, words),
							text: `${compared.how} ${explainComparison(compared.comparison)}`,
						},
					]
				: []),
			...(notes.length > 0 ? [{title: 'Cells that are not valid', text: notes.join('\n')}] : []),
			{title: 'What is not measured', text: run.settings.notMeasured.join('\n')},
			{
				title: 'Gates',
				table: await gateData(
					run.settings.subject,
					rows.map(({reasons}) => reasons),
				),
			},
			{title: 'Provenance', table: provenanceData(run)},
		],
	});
}
