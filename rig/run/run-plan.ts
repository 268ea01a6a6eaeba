// Runs the cells of a plan one after the other, and keeps each row as soon as there is one.
import {runCell} from './run-cell.js';
import type {CellSetting} from '../site/cell-setting.js';
import {Interrupted} from '../failure.js';
import type {Progress} from '../output/progress.js';
import type {PlannedCell} from '../method/plan.js';
import type {OpenRows} from '../record/rows-file.js';
import type {Row} from '../record/row.js';
import type {Subject} from '../subjects/subject.js';

/** What the rows of a run go through. */
export type PlanRun = {
	readonly study: string;
	readonly subject: Subject;
	readonly file: OpenRows<Row>;
	readonly progress: Progress;
};

/**
 * Runs `cells` in their order, each where `next` says. Returns their rows, and whether the run was interrupted: the cell
 * under way is then abandoned and has no row.
 */
export async function runPlan(
	cells: readonly PlannedCell[],
	next: () => Promise<CellSetting>,
	{study, subject, file, progress}: PlanRun,
): Promise<{rows: Row[]; interrupted: boolean}> {
	const rows: Row[] = [];
	try {
		for (const cell of cells) {
			const setting = await next();
			progress.begin(cell);
			const startedAt = performance.now();
			const row = await runCell(cell, setting, {study, subject});
			file.append(row);
			rows.push(row);
			progress.end(row, (performance.now() - startedAt) / 1000);
		}

		return {rows, interrupted: false};
	} catch (error) {
		if (error instanceof Interrupted) {
			return {rows, interrupted: true};
		}

		throw error;
	} finally {
		await subject.end();
		progress.close();
	}
}
