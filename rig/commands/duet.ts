// deadweight duet: two sides on one machine at once, compared.
import {toJson} from '../record/json.js';
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {describeLastAa, findLastAa} from '../record/aa.js';
import {concludeDuets, type DuetConclusion} from '../output/conclude-duets.js';
import {type DuetOrder, type DuetOutcome, runDuets} from '../run/duet/run.js';
import {duetProgress} from '../output/duet-progress.js';
import {describeDuetNotes} from '../output/duet-notes.js';
import {readSide, type Side} from '../run/duet/side.js';
import {EXIT_FAILED, EXIT_INTERRUPTED} from '../failure.js';
import {readFaults} from '../subjects/dphttpd/faults.js';
import {interruption} from '../interruption.js';
import {comparisonTable} from '../output/comparison-table.js';
import {chooseFolder} from '../record/folder.js';
import type {Verdict} from '../method/verdict.js';
import {findStudy} from '../run/study.js';
import {wordsOf} from '../subjects/labels.js';
import {readNumber} from './lists.js';
import {effectOption, exitCodeOf, failOnOption} from './verdict-options.js';
import {
	readCpuChoice,
	readOverrides,
	readShare,
	type StudyArguments,
	studyOptions,
} from './study-options.js';

export const command = 'duet <a> <b>';
export const describe = 'compare two sides that run at once, loaded in turns: drift cancels';

/** Options of whatever plays duets. */
export const duetOptions = {
	...studyOptions,
	study: {type: 'string', default: 'quick', describe: 'whose load and counts are taken'},
	slice: {type: 'number', default: 5, describe: 'milliseconds of load on one side, at least'},
	...effectOption,
} as const;

/** Fewer pairs of processes than this leave intervals too wide to say anything. */
const REPEATS = 8;
const DEAD = '0,1000,5000';

export function builder(yargs: Argv) {
	return yargs
		.positional('a', {
			type: 'string',
			demandOption: true,
			describe: 'mechanism, mechanism@DIR, or mechanism,setting=value',
		})
		.positional('b', {type: 'string', demandOption: true, describe: 'the same, held against A'})
		.options({
			...duetOptions,
			out: {type: 'string', describe: 'folder for the results [results/duet-<time>]'},
			...failOnOption,
			json: {type: 'boolean', default: false, describe: 'print one JSON document, no table'},
		})
		.example('$0 duet poll epoll --dead 0,1000,5000', '')
		.example('$0 duet epoll@../main epoll --fail-on slower', 'this build against another')
		.example('$0 duet epoll epoll,stksize=65536', 'two settings')
		.example('$0 duet epoll nginx', 'a server of others: nginx or haproxy')
		.example('$0 duet epoll epoll --inject slow=5%', 'B is slowed, to see it found')
		.epilogue(
			'A and B are mechanisms of this build, or mechanism@DIR of a built checkout in DIR, with settings of their own (msgsize, stksize, maxfds), or servers of others (nginx, haproxy). Both servers ' +
				'stand with their dead connections; one load alternates between them, A B B A. ' +
				'Exit status: 0 compared, 1 failed, 2 bad usage, 3 a verdict that --fail-on names, 130 interrupted.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const sides = [readSide(argv.a), withFaults(readSide(argv.b), argv)] as const;
	const order = await readDuetOrder(argv, sides);
	const folder = chooseFolder(argv.out, 'duet');

	const signal = interruption();
	const outcome = await runDuets(order, folder, signal, duetProgress(folder));
	const conclusion = await concludeDuets(folder, outcome.run, outcome.rows);
	process.stdout.write(
		argv.json ? toJson(conclusion.document) : describeDuets(outcome, conclusion, folder),
	);
	process.exitCode = exitCode(outcome, conclusion, argv.failOn);
}

/** What the options of a duet say of two sides. */
export async function readDuetOrder(
	argv: StudyArguments & {study: string; slice: number; effect: string},
	sides: readonly [Side, Side],
): Promise<DuetOrder> {
	const overrides = readOverrides({
		...{dead: DEAD, repeats: REPEATS},
		...defined(argv),
		inject: undefined, // faults are a side's
	});
	return {
		study: await findStudy(argv.study),
		sides,
		overrides,
		slice: readNumber('--slice', argv.slice, 0.5, 'any'),
		effect: readShare('--effect', argv.effect),
		cpus: readCpuChoice(argv),
	};
}

/** A side in which the faults of `--inject` are planted. */
export function withFaults(side: Side, {inject}: StudyArguments): Side {
	return inject === undefined ? side : {...side, faults: readFaults(inject)};
}

function defined(argv: StudyArguments): StudyArguments {
	return Object.fromEntries(Object.entries(argv).filter(([, value]) => value !== undefined));
}

function describeDuets(
	{run, rows, interrupted}: DuetOutcome,
	{comparison, how, files}: DuetConclusion,
	folder: string,
): string {
	return [
		'',
		how,
		'',
		comparisonTable(comparison, wordsOf(run.settings.subject)),
		'',
		describeLastAa(findLastAa(run.hosts.server)),
		'',
		...describeDuetNotes(run, rows),
		...(interrupted ? [`interrupted after ${rows.length} of ${run.plan.length} duets`] : []),
		...files.map(file => join(folder, file)),
		'',
	].join('\n');
}

function exitCode(
	{rows, interrupted}: DuetOutcome,
	{comparison}: DuetConclusion,
	failOn: Verdict | undefined,
): number {
	if (interrupted) {
		return EXIT_INTERRUPTED;
	}

	return rows.some(({status}) => status === 'failed')
		? EXIT_FAILED
		: exitCodeOf(comparison, failOn);
}
