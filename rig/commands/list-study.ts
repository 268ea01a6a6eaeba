// What is in a study, as deadweight list STUDY prints it.
import {formatSeconds} from '../method/format.js';
import type {Format} from '../output/formats.js';
import {formatListing} from '../output/listing.js';
import {watchNothing} from '../output/progress.js';
import {tell} from '../output/tell.js';
import {planRun} from '../run/experiment.js';
import {guessOf} from '../run/guess.js';
import {findStudy} from '../run/study.js';
import {settingsTable} from './plan-text.js';

/** Levels, repeats, measures and time of a study on this machine. */
export async function listStudy(
	name: string,
	format: Format,
	signal: AbortSignal,
): Promise<string> {
	const study = findStudy(name);
	const {run, subject} = await planRun(
		{study, overrides: {seed: 0}, design: {kind: 'sweep'}, cpus: {}, tune: false},
		{signal, announce: tell, watch: watchNothing},
	);
	const {settings, plan} = run;
	const guess = guessOf(run, subject);
	const seconds = plan.reduce((sum, step) => sum + guess(step), 0);
	const table = settingsTable(settings, [
		['cells', '', String(plan.length)],
		['time', 'here, about', formatSeconds(seconds)],
	]);
	return formatListing([table], {settings, cells: plan.length, seconds}, format);
}
