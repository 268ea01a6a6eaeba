// deadweight plot: makes the derived files of results folders anew.
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {describe as describeError, Failure} from '../failure.js';
import {cellsFile} from '../results/cells-file.js';
import {derive} from '../results/derive.js';
import {runFile} from '../results/run-file.js';

export const command = 'plot <dir..>';
export const describe = 'make summary.csv, graph.png and graph.svg of results folders anew';

export function builder(yargs: Argv) {
	return yargs
		.positional('dir', {
			type: 'string',
			array: true,
			demandOption: true,
			describe: 'results folders, with run.json and cells.ndjson',
		})
		.option('log', {type: 'boolean', describe: 'logarithmic axes'})
		.option('published', {type: 'boolean', describe: 'with the curves published in 2002'})
		.example('$0 plot results/quick-*', '')
		.example('$0 plot --log --published results/dphttpd-up-2002-10-30-120000', '')
		.epilogue('Exit status: 0 all are made, 1 a folder cannot be read, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const failures: string[] = [];
	for (const folder of argv.dir) {
		try {
			const run = runFile.read(folder);
			const rows = cellsFile.read(folder, message =>
				process.stderr.write(`deadweight: ${message}\n`),
			);
			const {files} = await derive(folder, run, rows, {
				scale: argv.log ? 'log' : undefined,
				published: argv.published,
			});
			process.stdout.write(files.map(file => join(folder, file) + '\n').join(''));
		} catch (error) {
			failures.push(describeError(error));
		}
	}

	if (failures.length > 0) {
		throw new Failure(failures.join('\ndeadweight: '));
	}
}
