// deadweight rerun: the same plan again.
import type {Argv} from 'yargs';
import {interruption} from '../interruption.js';
import {watchFor} from '../output/progress.js';
import {tell} from '../output/tell.js';
import {chooseFolder} from '../record/folder.js';
import {repeatRun} from '../run/experiment.js';
import {readResults} from '../run/stored-run.js';
import {finishRun} from './finish-run.js';
import {formatOptions, outOption, quietOption, readFormat} from './format-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('dir', {type: 'string', demandOption: true, describe: 'a results folder of run'})
		.options({
			...outOption('results/<study>-<time>'),
			log: {type: 'boolean', describe: 'logarithmic axes in the graph'},
			...formatOptions,
			...quietOption,
		})
		.example('$0 rerun results/quick-2026-11-21-120000', '')
		.epilogue(
			'What is different now from when DIR was run is told, and does not matter: deadweight compare tells ' +
				'what it makes of the figures. Exit status: as of run.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const format = readFormat(argv);
	const {run: former} = readResults(argv.dir, tell, 'perhaps none');
	const folder = chooseFolder(argv.out, former.settings.study);
	const told = {signal: interruption(), announce: tell, watch: watchFor(argv)};
	const outcome = await repeatRun(former, folder, told);
	await finishRun(outcome, {
		format,
		drawing: {scale: argv.log ? 'log' : undefined},
	});
}
