// Runs one cell of a plan, and makes a row of whatever becomes of it.
import type {PlannedCell} from '../method/plan.js';
import {type Row, SCHEMA} from '../record/row.js';
import type {Subject} from '../subjects/subject.js';
import type {CellSetting} from '../site/cell-setting.js';
import {orFault} from './or-fault.js';

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
	const judged = await orFault(async () => {
		const {figures, reasons} = await subject.run(cell, setting);
		const status = reasons.length > 0 ? ('invalid' as const) : ('ok' as const);
		return {status, reasons: [...reasons], figures};
	});
	return {
		schema: SCHEMA,
		study,
		...cell,
		...judged,
		startedAt,
		endedAt: new Date().toISOString(),
	};
}
