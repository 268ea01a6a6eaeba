// What is put to the test: the seam between the rig's method and the programs that a cell runs.
import type {Limit} from '../site/budget/limit.js';
import type {CellSetting} from '../site/cell-setting.js';
import type {NamedGate} from './gate.js';
import type {PlannedCell} from '../method/plan.js';
import type {Settings} from '../run/settings.js';
import type {Figures, Reason} from '../record/row.js';
import {dphttpdSubject, findDphttpdGates} from './dphttpd/subject.js';
import {findPipetestGates, pipetestSubject} from './pipetest/subject.js';

/** What a measured cell came to, and what gates have against it. */
type Judged = {readonly figures: Figures; readonly reasons: readonly Reason[]};

/** The subject of a run, with that run's settings. */
export type Subject = {
	/** What stops a machine from carrying more. */
	readonly limits: readonly Limit[];
	/** What a cell carries beside what it counts: active connections, or tokens. */
	readonly active: number;
	/** The load in a few words, for a graph's subtitle. */
	readonly load: string;
	/** A guess at how long a cell takes, in seconds. */
	guessSeconds(count: number): number;
	/**
	 * Runs one cell. What it started has ended then, or stands for the next cell until `end`.
	 * @throws Failure with the cause where it could not be measured; Interrupted.
	 */
	run(cell: PlannedCell, setting: CellSetting): Promise<Judged>;
	/** Ends what stands between cells; without it the agents do when they end. */
	end(): Promise<unknown>;
};

/** The subject that `settings` are for. */
export async function subjectOf(settings: Settings): Promise<Subject> {
	return settings.subject === 'dphttpd' ? dphttpdSubject(settings) : pipetestSubject(settings);
}

/** The gates of a subject, by name. */
export async function findGatesOf(
	subject: Settings['subject'],
): Promise<ReadonlyArray<Pick<NamedGate<unknown>, 'name' | 'watches' | 'spoils'>>> {
	return subject === 'dphttpd' ? findDphttpdGates() : findPipetestGates();
}
