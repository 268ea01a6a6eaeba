// deadweight rerun: the same plan again.
import {tell} from '../output/tell.js';
import type {Argv} from 'yargs';
import {rerunExperiment} from '../run/experiment.js';
import {interruption} from '../interruption.js';
import {chooseFolder} from '../record/folder.js';
import {runFile} from '../record/run-file.js';
import {finishRun} from './finish-run.js';

export const command = 'rerun <dir>';
export const describe = 'run the plan of a results folder again: settings, order, processors';

export function builder(yargs: Argv) {
	return yargs
		.positional('dir', {type: 'string', demandOption: true, describe: 'a results folder of run'})
		.options({
			out: {type: 'string', describe: 'folder for the results [results/<study>-<time>]'},
			log: {type: 'boolean', describe: 'logarithmic axes in the graph'},
			json: {type: 'boolean', default: false, describe: 'print one JSON document, no table'},
		})
		.example('$0 rerun results/quick-2026-11-21-120000', '')
		.epilogue(
			'What is different now from when DIR was run is told, and does not matter: deadweight compare tells ' +
				'what it makes of the figures. Exit status: as of run.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const former = runFile.read(argv.dir);
	const folder = chooseFolder(argv.out, former.settings.study);
	const outcome = await rerunExperiment({former, folder}, interruption(), tell);
	await finishRun(outcome, folder, {json: argv.json, scale: argv.log ? 'log' : undefined});
}
