// Plays one duet of a plan, and makes a row of whatever becomes of it.
import {orFault} from '../or-fault.js';
import type {NamedGate} from '../../subjects/gate.js';
import {SCHEMA} from '../../record/row.js';
import type {JudgedCell} from '../../subjects/dphttpd/judged.js';
import {judgeObservation} from '../../subjects/dphttpd/subject.js';
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
	const outcome = await orFault(async () => {
		const {sides, slices} = await measureDuet(duet, setting);
		const [a, b] = [judgeObservation(sides[0], gates), judgeObservation(sides[1], gates)];
		const isValid = a.reasons.length === 0 && b.reasons.length === 0;
		const status = isValid ? ('ok' as const) : ('invalid' as const);
		return {status, reasons: [], sides: [a, b] satisfies DuetRow['sides'], slices: [...slices]};
	});
	return {schema: SCHEMA, ...duet, ...outcome, startedAt, endedAt: new Date().toISOString()};
}
