// deadweight tune: sysctls for a run, set and brought back.
import type {Argv} from 'yargs';
import {quantity} from '../../programs/command-line.js';
import {EXIT_FAILED} from '../failure.js';
import {formatListing, type Part} from '../output/listing.js';
import type {Tuned} from '../record/facts.js';
import {Journal} from '../agent/tuning/journal.js';
import {journalPath} from '../agent/tuning/journal-path.js';
import {applyTuning, planTuning, restoreTuning} from '../agent/tuning/tune.js';
import {sysctlTargets} from '../agent/tuning/sysctl-targets.js';
import {formatOptions, readFormat} from './format-options.js';
import {readNumber} from './lists.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('action', {
			choices: ['plan', 'apply', 'restore'] as const,
			demandOption: true,
			describe:
				'plan: tell what would be set; apply: set it; restore: as it was before the first apply',
		})
		.options({
			dead: quantity('count', {default: 60_000, describe: 'dead connections to be carried'}),
			connections: quantity('count', {default: 100, describe: 'active connections'}),
			journal: {type: 'string', describe: 'where what was changed is kept until it is restored'},
			...formatOptions,
		})
		.example('$0 tune plan', 'the sysctls of 2002 and of today, and what became of each')
		.example('$0 tune apply --dead 200000', 'as root')
		.example('$0 tune restore', 'also after a crash, and more than once')
		.epilogue(
			'Every value is read back. What it was is on the disk before it is changed, once for each network ' +
				'namespace. Exit status: 0 good, 1 something was refused, 2 bad usage.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export function handler(argv: Arguments): void {
	const format = readFormat(argv);
	const load = {
		dead: readNumber('--dead', argv.dead, 0, 'whole'),
		active: readNumber('--connections', argv.connections, 1, 'whole'),
	};
	const path = argv.journal ?? journalPath('tune');
	const journal = new Journal(path);
	const tuned = {
		plan: () => planTuning(sysctlTargets(load)),
		apply: () => applyTuning(sysctlTargets(load), journal),
		// What the agent of a run that was killed has left behind comes back first: it was set last.
		restore: () => [
			...(argv.journal === undefined ? restoreTuning(new Journal(journalPath('run'))) : []),
			...restoreTuning(journal),
		],
	}[argv.action]();
	const document = {action: argv.action, journal: path, tuned};
	process.stdout.write(formatListing([describeTuned(tuned)], document, format));
	process.exitCode = tuned.some(({outcome}) => outcome === 'refused') ? EXIT_FAILED : 0;
}

function describeTuned(tuned: readonly Tuned[]): Part {
	return tuned.length === 0
		? 'Nothing was changed, so there is nothing to restore.'
		: {
				header: ['sysctl', 'outcome', 'was', 'wanted', 'is', ''],
				rows: tuned.map(({name, outcome, before, wanted, now, why}) => [
					...[name, outcome, before ?? '–', wanted, now ?? '–', why],
				]),
				right: [],
			};
}
