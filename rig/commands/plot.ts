// deadweight plot: makes the derived files of results folders anew.
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {writeAnew} from './write-anew.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('dir', {
			type: 'string',
			array: true,
			demandOption: true,
			describe: 'results folders, with run.json and cells.ndjson',
		})
		.option('log', {type: 'boolean', describe: 'draw with logarithmic axes'})
		.option('published', {
			type: 'boolean',
			describe: 'draw the curves published in 2002 beside them',
		})
		.example('$0 plot results/quick-*', '')
		.example('$0 plot --log --published results/quick-2026-11-21-120000', '')
		.epilogue('Exit status: 0 all are made, 1 a folder cannot be read, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	await writeAnew(
		argv.dir,
		{scale: argv.log ? 'log' : undefined, published: argv.published},
		(folder, files) => {
			process.stdout.write(files.map(file => join(folder, file) + '\n').join(''));
		},
	);
}
