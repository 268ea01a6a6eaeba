// What a run of duets comes to: its comparison.
import type {Cell} from '../method/cell.js';
import {compareSides} from '../method/comparison.js';
import {parseChoice} from '../method/factor.js';
import {lawOfPairs} from '../method/law-samples.js';
import {samplesOfPairs} from '../method/samples.js';
import {describeLastAa, findLastAa} from '../record/aa.js';
import {foreignVersions} from '../record/option.js';
import {cellsOf, pairsOf, type Row} from '../record/row.js';
import type {Run} from '../record/run-file.js';
import {axesOf, lawBasisOf, shownBy} from '../run/axes.js';
import type {StoredRun} from '../run/stored-run.js';
import type {Subject} from '../subjects/subject.js';
import {concludeComparison} from './comparison-conclusion.js';
import {describeLeftOut} from './left-out.js';
import {describeMachine} from './machine.js';
import {describeNote, groupNotes} from './notes.js';
import {againSection} from './report/again.js';
import {gateData} from './report/gates.js';
import {provenanceData} from './report/provenance.js';
import type {Conclusion} from './results.js';
import {betterOf, describeTurns} from './line-comparison.js';

/** Compares the sides of a run. */
export function concludeDuets({folder, run, rows}: StoredRun, subject: Subject): Conclusion {
	const {settings, topology, startedAt, hosts} = run;
	const {design} = settings;
	if (design.kind !== 'duet') {
		throw new TypeError('a run with one side is no duet');
	}

	const axes = axesOf(settings, subject);
	const measures = shownBy(settings, subject);
	const [a = '', b = ''] = design.sides.map(side => String(side[subject.contender]));
	const pairs = pairsOf(rows);
	const comparison = compareSides(
		samplesOfPairs(pairs, `${b} / ${a}`, {measures, axes}),
		lawOfPairs(
			pairs.map(({cells}) => cells),
			`${b} / ${a}`,
			lawBasisOf(measures, subject),
			axes,
		),
		design.effect,
		betterOf(measures),
	);
	const how = `A is ${describeSide(a, run)}, B is ${describeSide(b, run)}, as duets: ${describeTurns(subject, design.slice)}, ${settings.repeats} pairs of processes.`;
	const cells = rows.flatMap(row => namedCells(row, [a, b]));
	const notes = groupNotes(cells, axes, cell => cell.name).map(note => describeNote(note, axes));
	const leftOut = describeLeftOut(cells);
	const lastAa = describeLastAa(findLastAa(hosts.server));
	return concludeComparison(comparison, {
		title: `Is ${b} as fast as ${a}?`,
		machine: describeMachine(run, subject),
		scale: settings.scale,
		...{how, measures, axes},
		document: {
			...{folder, startedAt, kind: 'duet', settings, topology, comparison},
			rows: rows.map(row => ({...row, slices: undefined})),
		},
		sections: [
			{title: 'A/A', text: lastAa},
			...(notes.length > 0 ? [{title: 'Duets that are not valid', text: notes.join('\n')}] : []),
			againSection(folder, run),
			{
				title: 'Gates',
				table: gateData(subject, cells),
				folded: true,
				...(leftOut.length > 0 && {text: leftOut.join('\n')}),
			},
			{title: 'Provenance', table: provenanceData(run), folded: true},
		],
		lines: ['', lastAa, '', ...notes, ...leftOut],
	});
}

/** A side, with its version where it is a program of others. */
function describeSide(name: string, {options}: Run): string {
	const version = foreignVersions(options)[parseChoice(name).name];
	return version === undefined ? name : `${name} (${version})`;
}

/** What gates found on a side is told of it; what ended a duet, of the duet. */
function namedCells(row: Row, names: readonly [string, string]): Array<Cell & {name: string}> {
	const cells = cellsOf(row);
	return row.sides === undefined
		? cells.slice(0, 1).map(cell => ({...cell, name: 'the duet'}))
		: cells.map((cell, index) => ({
				...cell,
				name: `${names[index] ?? ''} (${index === 0 ? 'A' : 'B'})`,
			}));
}
