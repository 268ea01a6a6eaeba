// What a run would measure, told without measuring it.
import {UsageError} from '../failure.js';
import type {Level} from '../method/factor.js';
import {formatSeconds} from '../method/format.js';
import {countSteps} from '../method/plan.js';
import {describeNote, groupNotes} from '../output/notes.js';
import type {Format} from '../output/formats.js';
import {formatListing} from '../output/listing.js';
import {watchNothing} from '../output/progress.js';
import type {TableData} from '../output/table.js';
import {tell} from '../output/tell.js';
import type {Settings} from '../record/settings.js';
import {axesOf} from '../run/axes.js';
import {type Order, planRun} from '../run/experiment.js';
import {sortOutSteps} from '../run/feasibility.js';
import {guessOf} from '../run/guess.js';

/**
 * What --dry-run prints.
 * @throws UsageError with --resume: what goes on has a plan already.
 */
export async function printPlan(
	{resume}: {readonly resume: string | undefined},
	readOrder: () => Promise<Order>,
	format: Format,
	signal: AbortSignal,
): Promise<void> {
	if (resume !== undefined) {
		throw new UsageError('--dry-run does not go with --resume: what is left is the plan of before');
	}

	process.stdout.write(await describePlan(await readOrder(), format, signal));
}

/** The plan of an order: its levels, how many cells, how long, and which of them cannot be carried here and why. */
export async function describePlan(
	order: Order,
	format: Format,
	signal: AbortSignal,
): Promise<string> {
	const observer = {signal, announce: tell, watch: watchNothing};
	const {run, subject} = await planRun(order, observer);
	const {settings, topology} = run;
	const {feasible, notRun} = sortOutSteps(run, subject);
	const guess = guessOf(run, subject);
	const seconds = feasible.reduce((sum, step) => sum + guess(step), 0);
	const axes = axesOf(settings, subject);
	const notes = groupNotes(notRun, axes);
	const parts = [
		`${settings.study}: ${countSteps(run.plan.length, settings.design)}` +
			(notRun.length > 0 ? `, of which ${feasible.length} can run here` : '') +
			`, about ${formatSeconds(seconds)}`,
		settingsTable(settings),
		...(notes.length > 0 ? [notes.map(note => describeNote(note, axes)).join('\n')] : []),
	];
	const document = {settings, topology, cells: feasible.length, seconds, notes};
	return formatListing(parts, document, format);
}

/** What a run varies and fixes, as a table; `more` are rows for its end. */
export function settingsTable(
	{question, vary, x, set, measures, beside, repeats, design}: Settings,
	more: ReadonlyArray<readonly string[]> = [],
): TableData {
	const levels = (all: readonly Level[]) => all.join(', ');
	const rows = [
		...(design.kind === 'duet'
			? design.sides.map((side, index) => [
					index === 0 ? 'A' : 'B',
					'',
					levels(Object.values(side)),
				])
			: []),
		...Object.entries(vary).map(([factor, all]) => [
			factor,
			factor === x ? 'x axis' : 'a line each',
			levels(all),
		]),
		...Object.entries(set).map(([factor, level]) => [factor, 'fixed', String(level)]),
		['measures', 'panels', measures.join(', ')],
		['', 'beside them', beside.join(', ')],
		['repeats', '', String(repeats)],
		...more,
	];
	return {header: [question, '', ''], rows, right: []};
}
