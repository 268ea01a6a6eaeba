// Boots kernels in turn and runs the same sweep in each: every boot is a run of its own.
import {join} from 'node:path';
import {readRunSet, type RunSet} from '../record/run-set.js';
import {type Outcome, resumeExperiment, runExperiment} from './experiment.js';
import {describe, Failure, Interrupted} from '../failure.js';
import type {Announce} from '../output/tell.js';
import type {Overrides} from './settings.js';
import {cellsFile} from '../record/cells-file.js';
import {derive} from '../output/derive.js';
import {runFile} from '../record/run-file.js';
import {findStudy} from './study.js';
import {describeGuest} from '../record/guest.js';
import type {KernelsRun} from '../record/kernels-file.js';

const sideNames = ['A', 'B'] as const;

/** What became of the boots: the runs of each side, those that failed apart. */
export type KernelsOutcome = {
	readonly sets: readonly [RunSet, RunSet] | undefined;
	readonly failures: readonly string[];
	readonly interrupted: boolean;
};

/** Runs what is not there yet. A boot that fails is told of, and the others go on. */
export async function runKernels(
	run: KernelsRun,
	folder: string,
	signal: AbortSignal,
	announce: Announce,
): Promise<KernelsOutcome> {
	const failures: string[] = [];
	for (const [place, side] of run.order.entries()) {
		const number = run.order.slice(0, place + 1).filter(each => each === side).length;
		const own = join(folder, sideNames[side], String(number));
		const {kernel, append} = run.sides[side];
		announce(
			`boot ${place + 1} of ${run.order.length}: ${sideNames[side]}, ${[kernel, append].join(' ').trim()}, ${describeGuest(run)}`,
		);
		try {
			// The boots of a pair have the same order of cells, and each pair another.
			const seeded = {...run, seed: run.seed + number - 1};
			const outcome = await runBoot(seeded, side, own, signal, announce);
			if (outcome?.interrupted === true) {
				return {sets: undefined, failures, interrupted: true};
			}
		} catch (error) {
			if (error instanceof Interrupted) {
				return {sets: undefined, failures, interrupted: true};
			}

			const words = `boot ${place + 1} (${sideNames[side]}) failed: ${describe(error)}`;
			announce(words);
			failures.push(words);
		}
	}

	return {sets: readSets(folder, announce), failures, interrupted: false};
}

/** Undefined where it is whole already. */
async function runBoot(
	run: KernelsRun,
	side: 0 | 1,
	folder: string,
	signal: AbortSignal,
	announce: Announce,
): Promise<Outcome | undefined> {
	if (runFile.isIn(folder)) {
		const {plan} = runFile.read(folder);
		const done = cellsFile.isIn(folder) ? cellsFile.read(folder, announce) : [];
		if (done.length === plan.length) {
			return undefined;
		}

		// Another boot of the same guest: what is different (memory, tcp_mem) is recorded.
		return finish(await resumeExperiment({folder, force: true}, signal, announce), folder);
	}

	const {accelerator, memoryMiB, cpus} = run;
	const study = await findStudy(run.study);
	return finish(
		await runExperiment(
			{
				study,
				overrides: {...(run.overrides as Overrides), seed: run.seed},
				cpus: {},
				guest: {...run.sides[side], accelerator, memoryMiB, cpus},
				tune: false,
				folder,
			},
			signal,
			announce,
		),
		folder,
	);
}

/** Each boot has its own graph, table and report. */
async function finish(outcome: Outcome, folder: string): Promise<Outcome> {
	await derive(folder, outcome.run, outcome.rows, {scale: undefined});
	return outcome;
}

function readSets(folder: string, announce: Announce): [RunSet, RunSet] | undefined {
	try {
		const [a, b] = sideNames.map(name => readRunSet(join(folder, name), announce));
		return a && b && [a, b];
	} catch (error) {
		if (error instanceof Failure) {
			return undefined; // Not one boot of that side has begun its run.
		}

		throw error;
	}
}
