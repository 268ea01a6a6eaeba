// What a run of duets comes to: its comparison.
import {type Axes, type Cell, lineOf, linesOf} from '../method/cell.js';
import {compareSides} from '../method/comparison.js';
import {parseChoice} from '../method/factor.js';
import {lawOfPairs} from '../method/law-samples.js';
import {type Pair, samplesOfPairs} from '../method/samples.js';
import {describeLastAa, findLastAa} from '../record/aa.js';
import {foreignVersions} from '../record/option.js';
import {cellsOf, pairsOf, type Row} from '../record/row.js';
import type {Run} from '../record/run-file.js';
import type {Settings} from '../record/settings.js';
import {axesOf, lawBasisOf, shownBy} from '../run/axes.js';
import type {StoredRun} from '../run/stored-run.js';
import type {Subject} from '../subjects/subject.js';
import {concludeComparison} from './comparison-conclusion.js';
import {comparisonWords} from './comparison-words.js';
import {costOf, headlines} from './headline.js';
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
	const rest = restOf(settings, subject);
	const lines = pairsByLine(pairsOf(rows), rest).map(({line, pairs}) => {
		const sides = [joinNames(a, line), joinNames(b, line)] as const;
		return {sides, name: `${sides[1]} / ${sides[0]}`, pairs};
	});
	const comparison = compareSides(
		lines.flatMap(({name, pairs}) => samplesOfPairs(pairs, name, {measures, axes})),
		lines.flatMap(({name, pairs}) =>
			lawOfPairs(
				pairs.map(({cells}) => cells),
				name,
				lawBasisOf(measures, subject),
				axes,
			),
		),
		design.effect,
		betterOf(measures),
	);
	const cost = costOf(measures);
	const headline =
		cost && comparison.tests > 0
			? headlines(
					[],
					{pairs: lines.map(({sides}) => sides), comparison},
					{cost, capacity: undefined},
					comparisonWords(measures, axes),
				)
			: undefined;
	const how = `A is ${describeSide(a, run)}, B is ${describeSide(b, run)}, as duets: ${describeTurns(subject, design.slice)}, ${settings.repeats} pairs of processes.`;
	const cells = rows.flatMap(row => namedCells(row, [a, b], rest));
	const notes = groupNotes(cells, axes, cell => cell.name).map(note => describeNote(note, axes));
	const leftOut = describeLeftOut(cells);
	const lastAa = describeLastAa(findLastAa(hosts.server));
	return concludeComparison(comparison, {
		title: `Is ${b} as fast as ${a}?`,
		machine: describeMachine(run, subject),
		scale: settings.scale,
		...{how, measures, axes},
		headline,
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
		lines: [...(headline ? ['', ...headline] : []), '', lastAa, '', ...notes, ...leftOut],
	});
}

/** The axes of what both sides have in common: its lines are of the other factors that vary. */
function restOf(settings: Settings, subject: Subject): Axes {
	const {x, lines, factors} = axesOf(settings, subject);
	const varied = lines.filter(
		name => name !== subject.contender && (settings.vary[name] ?? []).length > 1,
	);
	return {x, lines: varied, factors};
}

/** What was measured under other circumstances is another comparison, and not one more repeat. */
function pairsByLine(pairs: readonly Pair[], rest: Axes): Array<{line: string; pairs: Pair[]}> {
	const pointOf = ({cells: [{point}]}: Pair) => point;
	return linesOf(
		pairs.map(pair => ({point: pointOf(pair)})),
		rest,
	).map(line => ({line, pairs: pairs.filter(pair => lineOf(pointOf(pair), rest) === line)}));
}

function joinNames(name: string, line: string): string {
	return line === '' ? name : `${name}, ${line}`;
}

/** A side, with its version where it is a program of others, or the command of one's own. */
function describeSide(name: string, {options, settings}: Run): string {
	const own = settings.servers?.[parseChoice(name).name];
	const version =
		own && 'command' in own ? own.command : foreignVersions(options)[parseChoice(name).name];
	return version === undefined ? name : `${name} (${version})`;
}

/** What gates found on a side is told of it; what ended a duet, of the duet. */
function namedCells(
	row: Row,
	names: readonly [string, string],
	rest: Axes,
): Array<Cell & {name: string}> {
	const cells = cellsOf(row);
	const sides = names.map((name, index) => `${name} (${index === 0 ? 'A' : 'B'})`);
	const named = row.sides === undefined ? cells.slice(0, 1) : cells;
	return named.map((cell, index) => ({
		...cell,
		name: joinNames(
			row.sides === undefined ? 'the duet' : (sides[index] ?? ''),
			lineOf(cell.point, rest),
		),
	}));
}
