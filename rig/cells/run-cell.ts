// Runs one cell of a plan, and makes a row of whatever becomes of it.
import {describe, Interrupted} from '../failure.js';
import type {PlannedCell} from '../plan/plan.js';
import {type Row, SCHEMA} from '../results/row.js';
import type {Subject} from '../subject.js';
import type {CellSetting} from './cell-setting.js';

/**
 * The row of `cell`: measured and judged, or failed with its cause.
 * @throws Interrupted: an abandoned cell has no row.
 */
export async function runCell(
	cell: PlannedCell,
	setting: CellSetting,
	{study, subject}: {study: string; subject: Subject},
): Promise<Row> {
	const startedAt = new Date().toISOString();
	const judged = await judgeCell(cell, setting, subject);
	return {
		schema: SCHEMA,
		study,
		...cell,
		...judged,
		startedAt,
		endedAt: new Date().toISOString(),
	};
}

async function judgeCell(
	cell: PlannedCell,
	setting: CellSetting,
	subject: Subject,
): Promise<Pick<Row, 'status' | 'reasons' | 'figures'>> {
	try {
		const {figures, reasons} = await subject.run(cell, setting);
		return {status: reasons.length > 0 ? 'invalid' : 'ok', reasons: [...reasons], figures};
	} catch (error) {
		if (error instanceof Interrupted) {
			throw error;
		}

		return {status: 'failed', reasons: [{name: 'fault', message: describe(error)}]};
	}
}
