// Runs one cell of a plan, and makes a row of whatever becomes of it.
import {describe, Interrupted} from '../failure.js';
import {judge, type NamedGate} from '../gate.js';
import type {PlannedCell} from '../plan/plan.js';
import {type Row, SCHEMA} from '../results/row.js';
import type {CellSetting} from './cell-setting.js';
import {workOutFigures} from './figures.js';
import {measureCell} from './measure.js';

/**
 * The row of `cell`: measured and judged, or failed with its cause.
 * @throws Interrupted: an abandoned cell has no row.
 */
export async function runCell(
	cell: PlannedCell,
	setting: CellSetting,
	gates: readonly NamedGate[],
): Promise<Row> {
	const startedAt = new Date().toISOString();
	const judged = await judgeCell(cell, setting, gates);
	return {
		schema: SCHEMA,
		study: setting.settings.study,
		...cell,
		...judged,
		startedAt,
		endedAt: new Date().toISOString(),
	};
}

async function judgeCell(
	cell: PlannedCell,
	setting: CellSetting,
	gates: readonly NamedGate[],
): Promise<Pick<Row, 'status' | 'reasons' | 'figures'>> {
	try {
		const seen = await measureCell(cell, setting);
		const figures = workOutFigures(seen);
		const reasons = judge(gates, {seen, figures});
		return {status: reasons.length > 0 ? 'invalid' : 'ok', reasons, figures};
	} catch (error) {
		if (error instanceof Interrupted) {
			throw error;
		}

		return {status: 'failed', reasons: [{name: 'fault', message: describe(error)}]};
	}
}
