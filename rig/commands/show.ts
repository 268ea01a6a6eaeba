// deadweight show: what was printed at the end of a run, again.
import type {Argv} from 'yargs';
import {Failure} from '../failure.js';
import {conclude} from '../output/conclusion.js';
import {formatConclusion} from '../output/formats.js';
import {shellWord} from '../output/shell-word.js';
import {tell} from '../output/tell.js';
import {seriesFile} from '../record/series-file.js';
import {readResults} from '../run/stored-run.js';
import {formatOptions, readFormat} from './format-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('dir', {
			type: 'string',
			demandOption: true,
			describe: 'a results folder of run or duet',
		})
		.options(formatOptions)
		.example('$0 show results/quick-2026-11-21-120000', '')
		.example('$0 show --format markdown results/quick-2026-11-21-120000', 'for an issue')
		.epilogue('Exit status: 0 good, 1 the folder cannot be read, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const format = readFormat(argv);
	if (seriesFile.isIn(argv.dir)) {
		const {kind} = seriesFile.read(argv.dir);
		throw new Failure(
			`${argv.dir} holds several runs: show one of its folders, or deadweight ${kind} --resume ${shellWord(argv.dir)} tells what they come to`,
		);
	}

	const conclusion = await conclude(readResults(argv.dir, tell));
	process.stdout.write(formatConclusion(conclusion, {lines: []}, format));
}
