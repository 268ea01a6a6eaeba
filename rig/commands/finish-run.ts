// The end of a run: its derived files, what is printed, its exit status.
import {toJson} from '../record/json.js';
import {join} from 'node:path';
import type {Scale} from '../../plots/graph.js';
import {findLastAa} from '../record/aa.js';
import {compareRunSets} from '../output/compare-runs.js';
import type {RunSet} from '../record/run-set.js';
import {compareMechanisms, RUN_EFFECT} from '../output/two-mechanisms.js';
import type {Outcome} from '../run/experiment.js';
import {EXIT_FAILED, EXIT_INTERRUPTED} from '../failure.js';
import {comparisonTable} from '../output/comparison-table.js';
import {lawTable} from '../output/law-table.js';
import {describeNote, groupNotes} from '../output/notes.js';
import {summaryTable} from '../output/summary-table.js';
import {type Derived, derive} from '../output/derive.js';
import {hasGoodCost} from '../record/row.js';
import {wordsOf} from '../subjects/labels.js';

/** How a run ends. */
type Ending = {
	readonly json: boolean;
	readonly scale?: Scale | undefined;
	/** What it is compared with. */
	readonly against?: RunSet | undefined;
};

/** Draws, prints and sets the exit status. */
export async function finishRun(outcome: Outcome, folder: string, ending: Ending): Promise<void> {
	const derived = await derive(folder, outcome.run, outcome.rows, {scale: ending.scale});
	print(outcome, folder, derived, {
		json: ending.json,
		compared: compareOutcome(outcome, folder, ending.against),
	});
	const nothing = whyNothing(outcome);
	if (nothing !== undefined) {
		process.stderr.write(`deadweight: nothing was measured: ${nothing}\n`);
	}

	process.exitCode = exitCode(outcome);
}

/** A comparison, for people and for programs. */
type Found = {readonly lines: readonly string[]; readonly document: object};

/** With another run, in sequence; or, of two mechanisms, block by block. */
function compareOutcome(
	{run, rows}: Outcome,
	folder: string,
	against: RunSet | undefined,
): Found | undefined {
	const words = wordsOf(run.settings.subject);
	if (against !== undefined) {
		const own: RunSet = {folder, runs: [{folder, run, rows}]};
		const drift = findLastAa(run.hosts.server)?.drift;
		const compared = compareRunSets(against, own, {effect: RUN_EFFECT, drift});
		const unknown = compared.isDriftUnknown
			? [
					'There are no verdicts: nobody knows what drifts between runs here; deadweight aa finds it.',
				]
			: [];
		return {
			lines: [compared.how, '', comparisonTable(compared.comparison, words), ...unknown],
			document: {kind: 'in sequence', ...compared},
		};
	}

	const found = compareMechanisms(run.settings, rows);
	return (
		found && {
			lines: [found.how, '', comparisonTable(found.comparison, words)],
			document: {kind: 'interleaved', ...found},
		}
	);
}

function print(
	outcome: Outcome,
	folder: string,
	{points, curves, files}: Derived,
	{json, compared}: {json: boolean; compared: Found | undefined},
): void {
	const {run, rows, interrupted} = outcome;
	const notes = groupNotes(rows);
	const words = wordsOf(run.settings.subject);
	if (json) {
		const {settings, topology, startedAt} = run;
		const document = {
			folder,
			startedAt,
			settings,
			topology,
			interrupted,
			points,
			curves,
			notes,
			...(compared && {compared: compared.document}),
			files,
		};
		process.stdout.write(toJson(document));
		return;
	}

	const lines = [
		'',
		run.settings.question,
		'',
		...(points.length > 0 ? [summaryTable(points, words), ''] : []),
		...(curves.length > 0 ? [lawTable(curves, words), ''] : []),
		...(compared ? [...compared.lines, ''] : []),
		...notes.map(note => describeNote(note, words)),
		...(notes.length > 0 ? [''] : []),
		...(interrupted ? [`interrupted after ${rows.length} of ${run.plan.length} cells`] : []),
		...files.map(file => join(folder, file)),
	];
	process.stdout.write(lines.join('\n') + '\n');
}

function exitCode(outcome: Outcome): number {
	if (outcome.interrupted) {
		return EXIT_INTERRUPTED;
	}

	const isFailed = outcome.rows.some(({status}) => status === 'failed');
	return isFailed || whyNothing(outcome) !== undefined ? EXIT_FAILED : 0;
}

/** Why there is neither a rate nor a CPU time of any cell; undefined where there is, or where cells failed. */
function whyNothing({rows}: Outcome): string | undefined {
	const measured = rows.filter(({status}) => status === 'ok' || status === 'invalid');
	if (measured.length > 0) {
		return measured.some(hasGoodCost)
			? undefined
			: 'gates made every cell that ran invalid, so there is neither a rate nor a CPU time to go by; the notes say why';
	}

	return rows.length > 0 && rows.every(({status}) => status === 'not-run')
		? 'none of these cells can run here; the notes say what raises the limits, and deadweight doctor how many connections can be carried'
		: undefined;
}
