// The one runner: plays the steps of a plan one after the other, and keeps each row as soon as there is one.
import {Interrupted} from '../failure.js';
import {isDisturbed} from '../method/cell.js';
import {nextStep, type Step} from '../method/plan.js';
import {cellsFile} from '../record/cells-file.js';
import {cellsOf, type Row} from '../record/row.js';
import type {Run} from '../record/run-file.js';
import type {Settings} from '../record/settings.js';
import {settingOf} from '../site/setting.js';
import type {Site} from '../site/site.js';
import type {Subject} from '../subjects/subject.js';
import {holdingsOf, pointsOfStep, sortOutSteps} from './feasibility.js';
import {guessOf} from './guess.js';
import {playStep} from './play-step.js';
import {StandingStage} from './stage.js';
import {TimeLeft} from './time-left.js';

/** Told of a run, and of each step as it begins and ends. */
export type Progress = {
	begin(step: Step): void;
	/** With how long the rest will take, in seconds. */
	end(row: Row, left: number): void;
	/** Nothing more comes: also where a run was interrupted. */
	close(): void;
};

/** What a run is about to do. */
type Beginning = {
	readonly settings: Settings;
	readonly subject: Subject;
	readonly folder: string;
	/** Steps that will be played, those that were before, and those that cannot be. */
	readonly steps: number;
	readonly done: number;
	readonly notRun: number;
	/** In seconds. */
	readonly time: number;
	/** Server and clients share a processor. */
	readonly isShared: boolean;
};

/** Told what a run is about to do; returns who is told of its steps. */
export type Watch = (beginning: Beginning) => Progress;

/**
 * Plays what is left of a run's plan after the rows that are `done`. Returns all its rows, and whether it was interrupted: the
 * step under way is then abandoned and has no row.
 */
export async function play(
	run: Run,
	done: readonly Row[],
	{
		site,
		subject,
		folder,
		signal,
		watch,
	}: {
		site: Site;
		subject: Subject;
		folder: string;
		signal: AbortSignal;
		watch: Watch;
	},
): Promise<{rows: Row[]; interrupted: boolean}> {
	const finished = new Set(done.map(({index}) => index));
	const rest = {...run, plan: run.plan.filter(({index}) => !finished.has(index))};
	const {feasible, notRun} = sortOutSteps(rest, subject);
	const playable = new Set([...finished, ...feasible.map(({index}) => index)]);
	const plan = run.plan.filter(({index}) => playable.has(index));
	const left = new TimeLeft(feasible, guessOf(run, subject));
	const {settings, topology} = run;
	const progress = watch({
		...{settings, subject, folder, steps: feasible.length, done: done.length},
		...{notRun: notRun.length, time: left.seconds},
		isShared: subject.hasClients && !topology.disjoint,
	});
	const capacities = holdingsOf(run, subject).map(({count}) => count);
	const stage = new StandingStage(settings);
	const rows = [...done, ...notRun];
	const file = cellsFile.open(folder);
	try {
		for (const row of notRun) {
			file.append(row);
		}

		const {retries, study, design} = settings;
		for (;;) {
			const next = nextStep(plan, rows.map(playedOf), retries);
			if (next === undefined) {
				return {rows, interrupted: false};
			}

			const {step, attempt} = next;
			await site.revive(signal);
			progress.begin(step);
			const startedAt = performance.now();
			const row = await playStep(
				step,
				pointsOfStep(step, run, subject),
				settingOf(run, site, capacities, signal),
				{study, subject, design, stage, attempt, hooks: run.hooks},
			);
			file.append(row);
			rows.push(row);
			left.ended(step, (performance.now() - startedAt) / 1000, attempt > 1);
			progress.end(row, left.seconds);
		}
	} catch (error) {
		if (error instanceof Interrupted) {
			return {rows, interrupted: true};
		}

		throw error;
	} finally {
		await stage.end();
		file.close();
		progress.close();
	}
}

function playedOf(row: Row) {
	return {index: row.index, isDisturbed: cellsOf(row).some(isDisturbed)};
}
