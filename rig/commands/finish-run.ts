// The end of a run: its artefacts, what is printed, its exit status.
import {join} from 'node:path';
import {EXIT_FAILED, EXIT_INTERRUPTED} from '../failure.js';
import {hasCosts} from '../method/cell.js';
import {countSteps} from '../method/plan.js';
import {writeArtefacts} from '../output/artefacts.js';
import {comparisonTable} from '../output/comparison-table.js';
import {conclude} from '../output/conclusion.js';
import {type Format, formatConclusion} from '../output/formats.js';
import type {Conclusion} from '../output/results.js';
import {RUN_EFFECT} from '../output/line-comparison.js';
import type {Drawing} from '../output/run-conclusion.js';
import {concludeSets, describeUnknownDrift} from '../output/set-conclusion.js';
import {shellWord} from '../output/shell-word.js';
import {tell} from '../output/tell.js';
import {findLastAa} from '../record/aa.js';
import {cellsOf} from '../record/row.js';
import type {Outcome} from '../run/experiment.js';
import type {RunSet} from '../run/run-set.js';
import {findSubject} from '../subjects/subject.js';

/** How a run ends. */
type Ending = {
	readonly format: Format;
	readonly drawing?: Drawing;
	/** What it is compared with, in sequence. */
	readonly against?: RunSet | undefined;
};

/** Draws and prints; sets the exit status. Returns what it came to. */
export async function finishRun(
	outcome: Outcome,
	{format, drawing = {}, against}: Ending,
): Promise<Conclusion> {
	const {folder, run, rows, interrupted} = outcome;
	const conclusion = await conclude(outcome, drawing);
	const files = await writeArtefacts(folder, conclusion.results);
	const compared = against && (await compareWith(against, outcome));
	const isDuet = run.settings.design.kind === 'duet';
	const beside = {
		compared: compared?.conclusion,
		document: {interrupted, files},
		lines: [
			...(compared?.lines ?? []),
			...(interrupted
				? [
						`interrupted after ${rows.length} of ${countSteps(run.plan.length, run.settings.design)}`,
					]
				: []),
			...files.map(file => join(folder, file)),
		],
	};
	process.stdout.write(formatConclusion(conclusion, beside, format));
	if (interrupted) {
		tell(
			`finished cells are kept; deadweight ${isDuet ? 'duet' : 'run'} --resume ${shellWord(folder)} goes on`,
		);
	}

	const nothing = whyNothing(outcome);
	if (nothing !== undefined) {
		process.stderr.write(`deadweight: nothing was measured: ${nothing}\n`);
	}

	process.exitCode = exitCode(outcome);
	return conclusion;
}

async function compareWith(
	against: RunSet,
	{folder, run, rows}: Outcome,
): Promise<{lines: string[]; conclusion: Conclusion}> {
	const lastAa = findLastAa(run.hosts.server);
	const subject = await findSubject(run.settings.subject);
	const own: RunSet = {folder, subject, runs: [{folder, run, rows}]};
	const drift = lastAa?.drift;
	const conclusion = concludeSets(against, own, {
		...{effect: RUN_EFFECT, drift, lastAa},
	});
	const {comparison, results} = conclusion;
	const words = results.comparison?.words;
	return {
		conclusion,
		lines: [
			results.lines[0] ?? '',
			'',
			...(comparison && words ? [comparisonTable(comparison, words)] : []),
			...(comparison && drift === undefined ? [describeUnknownDrift(comparison)] : []),
			'',
		],
	};
}

function exitCode(outcome: Outcome): number {
	if (outcome.interrupted) {
		return EXIT_INTERRUPTED;
	}

	const isFailed = outcome.rows.some(({status}) => status === 'failed');
	return isFailed || whyNothing(outcome) !== undefined ? EXIT_FAILED : 0;
}

/** Why there is no measure of any cell; undefined where there is, or where cells failed. */
function whyNothing({rows}: Outcome): string | undefined {
	const cells = rows.flatMap(cellsOf);
	const measured = cells.filter(({status}) => status === 'ok' || status === 'invalid');
	if (measured.length > 0) {
		return measured.some(hasCosts)
			? undefined
			: 'gates made every cell that ran invalid, so there is neither a rate nor a CPU time to go by; the notes say why';
	}

	return rows.length > 0 && rows.every(({status}) => status === 'not-run')
		? 'none of these cells can run here; the notes say what raises the limits, and deadweight doctor how many connections can be carried'
		: undefined;
}
