// Plays the runs of a series one after the other; one that is whole already is left as it is.
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, Interrupted, UsageError} from '../failure.js';
import {cellsFile} from '../record/cells-file.js';
import {runFile} from '../record/run-file.js';
import type {Member, Series} from '../record/series-file.js';
import {beginRun, type Outcome, resumeRun, type Observer} from './experiment.js';
import {readResults} from './stored-run.js';
import {findStudy} from './study.js';

/** Told of each run of a series. */
export type SeriesWatch = {
	/** Before it begins: its place, from 1. */
	readonly begins?: ((member: Member, place: number) => void) | undefined;
	/** Once it is whole, also where it was whole before. */
	readonly ended: (member: Member, outcome: Outcome, place: number) => Promise<void>;
};

/** What became of a series. */
export type SeriesOutcome = {
	/** Of each run that could not be made. */
	readonly failures: readonly string[];
	readonly interrupted: boolean;
};

/**
 * Plays what is not there yet, so many runs at once. A run that fails is told of, and the others go on.
 * @throws UsageError
 */
export async function playSeries(
	series: Series,
	folder: string,
	observer: Observer,
	{begins, ended}: SeriesWatch,
	atOnce = 1,
): Promise<SeriesOutcome> {
	const failures: string[] = [];
	/** Whether it was interrupted. */
	const play = async (member: Member, place: number): Promise<boolean> => {
		const own = join(folder, member.folder);
		try {
			const whole = readWhole(own, observer);
			if (whole === undefined) {
				begins?.(member, place);
			}

			const outcome = whole ?? (await playMember(series, member, own, observer));
			if (!outcome.interrupted) {
				await ended(member, outcome, place);
			}

			return outcome.interrupted;
		} catch (error) {
			if (error instanceof UsageError) {
				throw error;
			}

			if (!(error instanceof Interrupted)) {
				const words = `${member.title} failed: ${describe(error)}`;
				observer.announce(words);
				failures.push(words);
			}

			return error instanceof Interrupted;
		}
	};
	const {members} = series;
	for (let from = 0; from < members.length; from += atOnce) {
		const played = await Promise.allSettled(
			members.slice(from, from + atOnce).map(async (each, index) => play(each, from + index + 1)),
		);
		for (const each of played) {
			if (each.status === 'rejected') {
				throw each.reason;
			}
		}

		if (played.some(each => each.status === 'fulfilled' && each.value)) {
			return {failures, interrupted: true};
		}
	}

	return {failures, interrupted: false};
}

/** Undefined where something of it is still to be played. */
function readWhole(folder: string, {announce}: Observer): Outcome | undefined {
	if (!runFile.isIn(folder) || !cellsFile.isIn(folder)) {
		return undefined;
	}

	const {run, rows} = readResults(folder, announce);
	const played = new Set(rows.map(({index}) => index));
	return run.endedAt !== undefined && run.plan.every(({index}) => played.has(index))
		? {folder, run, rows, interrupted: false}
		: undefined;
}

async function playMember(
	series: Series,
	{seed, guest, inject = series.overrides.inject}: Member,
	folder: string,
	observer: Observer,
): Promise<Outcome> {
	if (runFile.isIn(folder)) {
		// Another boot of the same guest differs (memory, tcp_mem): that is recorded.
		return resumeRun({folder, force: guest !== undefined}, observer);
	}

	// What a full disk has left of a run that had not begun is nobody's.
	rmSync(folder, {recursive: true, force: true});
	const {study, overrides, design, cpus, inventory, tune} = series;
	return beginRun(
		{
			study: findStudy(study),
			overrides: {...overrides, seed, inject},
			...{design, cpus, inventory, guest, tune},
		},
		folder,
		observer,
	);
}
