// deadweight report: makes the reports of results folders anew.
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {writeAnew} from './write-anew.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('dir', {
			type: 'string',
			array: true,
			demandOption: true,
			describe: 'results folders of run or duet',
		})
		.options({
			redact: {
				type: 'boolean',
				default: false,
				describe: 'leave out host names, addresses and paths, in all files that are made',
			},
		})
		.example('$0 report results/quick-*', '')
		.example('$0 report --redact results/quick-2026-11-21-120000', 'one to show to anybody')
		.epilogue('Exit status: 0 all are made, 1 a folder cannot be read, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	await writeAnew(argv.dir, {isRedacted: argv.redact}, folder => {
		process.stdout.write(`${join(folder, 'report.html')}\n`);
	});
}
