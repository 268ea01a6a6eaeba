// From the rows of a run of duets to its comparison, and to the files that are made of it.
import {type Comparison, compareSides} from '../method/comparison.js';
import {deriveComparison} from './derive-comparison.js';
import {describeLastAa, findLastAa} from '../record/aa.js';
import {serverVersions} from '../subjects/mechanisms.js';
import {gateData} from './report/gates.js';
import {provenanceData} from './report/provenance.js';
import {describeMachine} from './graph.js';
import {subjectOf} from '../subjects/subject.js';
import {wordsOf} from '../subjects/labels.js';
import type {DuetRun} from '../run/duet/duet-file.js';
import type {DuetRow} from '../run/duet/duet-row.js';
import {describeDuetNotes} from './duet-notes.js';
import {samplesOfDuets} from '../run/duet/samples.js';

/** What a run of duets says. */
export type DuetConclusion = {
	readonly comparison: Comparison;
	/** What A and B are, and how they were compared. */
	readonly how: string;
	readonly files: readonly string[];
	/** What --json prints. */
	readonly document: object;
};

/** Compares the sides of a run and writes what is derived from it into its folder. */
export async function concludeDuets(
	folder: string,
	run: DuetRun,
	rows: readonly DuetRow[],
): Promise<DuetConclusion> {
	const {sides, settings, slice, effect, topology, startedAt} = run;
	const comparison = compareSides(samplesOfDuets(rows, nameOf(run)), effect);
	const how = `A is ${describeSide(run, 0)}, B is ${describeSide(run, 1)}, as duets: slices of ${slice} ms, A B B A, ${settings.repeats} pairs of processes.`;
	const {load} = await subjectOf(settings);
	const notes = describeDuetNotes(run, rows);
	const document = {
		...{folder, startedAt, kind: 'duet', sides, settings, slice, topology, comparison},
		rows: rows.map(row => ({...row, slices: undefined})),
	};
	const files = await deriveComparison(
		folder,
		comparison,
		{
			question: `Is ${sides[1].name} as fast as ${sides[0].name} with N dead connections?`,
			how,
			machine: describeMachine(run, load),
			words: wordsOf(settings.subject),
			scale: settings.scale,
			sections: [
				{title: 'A/A', text: describeLastAa(findLastAa(run.hosts.server))},
				...(notes.length > 0 ? [{title: 'Duets that are not valid', text: notes.join('\n')}] : []),
				{
					title: 'Gates',
					table: await gateData(
						settings.subject,
						rows.flatMap(({sides: both = []}) => both.map(({reasons}) => reasons)),
					),
				},
				{title: 'Provenance', table: provenanceData(run)},
			],
		},
		document,
	);
	return {comparison, how, files, document};
}

function nameOf({sides: [a, b]}: DuetRun): string {
	return `${b.name} / ${a.name}`;
}

function describeSide({sides, mechanisms = []}: DuetRun, index: 0 | 1): string {
	const {name, mechanism, faults} = sides[index];
	const version = serverVersions(mechanisms)[mechanism];
	const planted = Object.entries(faults ?? {}).map(([fault, value]) => `${fault}=${String(value)}`);
	return [
		name,
		...(version === undefined ? [] : [`(${version})`]),
		...(planted.length === 0 ? [] : [`with a fault planted (${planted.join(', ')})`]),
	].join(' ');
}
