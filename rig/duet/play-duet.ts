// Plays one duet of a plan, and makes a row of whatever becomes of it.
import {describe, Interrupted} from '../failure.js';
import {judge, type NamedGate} from '../gate.js';
import type {Reason} from '../results/row.js';
import {SCHEMA} from '../results/row.js';
import {workOutFigures} from '../subjects/dphttpd/figures.js';
import type {JudgedCell} from '../subjects/dphttpd/judged.js';
import type {PlannedDuet} from './duet-file.js';
import type {DuetRow} from './duet-row.js';
import {type DuetSetting, measureDuet} from './measure.js';

/**
 * The row of `duet`: both sides measured and judged, or failed with its cause.
 * @throws Interrupted: an abandoned duet has no row.
 */
export async function playDuet(
	duet: PlannedDuet,
	setting: DuetSetting,
	gates: ReadonlyArray<NamedGate<JudgedCell>>,
): Promise<DuetRow> {
	const startedAt = new Date().toISOString();
	const outcome = await judgeDuet(duet, setting, gates);
	return {schema: SCHEMA, ...duet, ...outcome, startedAt, endedAt: new Date().toISOString()};
}

async function judgeDuet(
	duet: PlannedDuet,
	setting: DuetSetting,
	gates: ReadonlyArray<NamedGate<JudgedCell>>,
): Promise<Pick<DuetRow, 'status' | 'reasons' | 'sides' | 'slices'>> {
	try {
		const {sides, slices} = await measureDuet(duet, setting);
		const [a, b] = sides.map(seen => {
			const figures = workOutFigures(seen);
			return {figures, reasons: judge(gates, {seen, detail: figures.detail})};
		}) as [Judged, Judged];
		const isValid = a.reasons.length === 0 && b.reasons.length === 0;
		return {status: isValid ? 'ok' : 'invalid', reasons: [], sides: [a, b], slices: [...slices]};
	} catch (error) {
		if (error instanceof Interrupted) {
			throw error;
		}

		return {status: 'failed', reasons: [{name: 'fault', message: describe(error)}]};
	}
}

type Judged = {figures: ReturnType<typeof workOutFigures>; reasons: Reason[]};
