// One run of a study, from its settings to its results folder: on this machine, in a guest, or in a lab.
import {settingOf} from './setting-of.js';
import {UsageError} from '../failure.js';
import {prepareGuest} from '../site/guest/prepare-guest.js';
import {readInventory} from '../site/inventory.js';
import {type Site, withSite} from '../site/site.js';
import {formatSeconds} from '../output/format.js';
import {showProgress} from '../output/progress.js';
import type {Announce} from '../output/tell.js';
import {TimeLeft} from '../output/time-left.js';
import {buildsOf} from './build-name.js';
import {sortOutCells} from './feasibility.js';
import {beginAgain, findMechanisms, type Order, prepareRun, tuningLoad} from './prepare-run.js';
import {serverVersions} from '../subjects/mechanisms.js';
import {cellsFile} from '../record/cells-file.js';
import {describeChange, findDifferences} from '../record/changes.js';
import {makeFolder} from '../record/folder.js';
import type {Row} from '../record/row.js';
import {type Run, runFile} from '../record/run-file.js';
import {runPlan} from './run-plan.js';
import {subjectOf} from '../subjects/subject.js';
import {wordsOf} from '../subjects/labels.js';

/** What became of a run. */
export type Outcome = {readonly run: Run; readonly rows: Row[]; readonly interrupted: boolean};

/**
 * Runs a study. Whatever happens, its agents and all programs have ended when this returns, and what
 * was tuned is as before.
 * @throws UsageError before anything is written, where the order makes no sense.
 */
export async function runExperiment(
	order: Order,
	signal: AbortSignal,
	announce: Announce,
): Promise<Outcome> {
	const builds = order.against === undefined ? [] : [order.against];
	return withSiteOf({...order, builds}, order.folder, announce, async site => {
		const run = await prepareRun(order, site, signal);
		makeFolder(order.folder);
		runFile.write(order.folder, run);
		return execute({run, done: []}, site, order.folder, signal, announce);
	});
}

/**
 * Runs the plan of `former` again, in a folder of its own: settings, order, machines and processors
 * are the same. What is different now is told.
 */
export async function rerunExperiment(
	{former, folder}: {former: Run; folder: string},
	signal: AbortSignal,
	announce: Announce,
): Promise<Outcome> {
	return withSiteOf(whereOf(former), folder, announce, async site => {
		const {settings, topology, plan} = former;
		const mechanisms = await findMechanisms(site, settings.subject, settings.mechanisms, signal);
		const tuning = former.tuning && (await site.tune(tuningLoad(settings)));
		const run = {
			...(await beginAgain(site, former)),
			...{settings, topology, mechanisms, plan, tuning},
		};
		for (const change of findDifferences(former, run)) {
			announce(describeChange(change));
		}

		makeFolder(folder);
		runFile.write(folder, run);
		return execute({run, done: []}, site, folder, signal, announce);
	});
}

/**
 * Goes on with the run in `folder`, in its order: rows that are there are kept.
 * @throws UsageError that names what has changed since, unless `force`, which records it; Failure
 * where the folder holds no run.
 */
export async function resumeExperiment(
	{folder, force}: {folder: string; force: boolean},
	signal: AbortSignal,
	announce: Announce,
): Promise<Outcome> {
	const run = runFile.read(folder);
	const done = cellsFile.isIn(folder) ? cellsFile.read(folder, announce) : [];
	return withSiteOf(whereOf(run), folder, announce, async site => {
		if (run.tuning) {
			await site.tune(tuningLoad(run.settings));
		}

		const {topology, settings} = run;
		// Only servers of others can change without the kernel or the build, and to ask takes a program's start.
		const mechanisms =
			Object.keys(serverVersions(run.mechanisms)).length === 0
				? run.mechanisms
				: await findMechanisms(site, settings.subject, settings.mechanisms, signal);
		const now = {...(await beginAgain(site, run)), topology, mechanisms};
		const changes = findDifferences(run, now).map(describeChange);
		if (changes.length > 0 && !force) {
			throw new UsageError(
				`this is no longer what the run began on: ${changes.join('; ')}; --force goes on all the same, and records it`,
			);
		}

		const resumed = [...(run.resumed ?? []), {at: new Date().toISOString(), changes}];
		const whole = {...run, resumed};
		runFile.write(folder, whole);
		return execute({run: whole, done}, site, folder, signal, announce);
	});
}

/** What a run would do, without doing it: its settings, its plan, what the machines are. */
export async function planExperiment(
	order: Omit<Order, 'folder' | 'tune'>,
	signal: AbortSignal,
	announce: Announce,
): Promise<Run> {
	return withSiteOf({inventory: order.inventory, builds: []}, '.', announce, async site =>
		prepareRun({...order, tune: false}, site, signal),
	);
}

/** Where an earlier run was. */
function whereOf({lab, guest, settings}: Run): RunWhere {
	return {inventory: lab?.inventory, guest, builds: buildsOf(settings.mechanisms)};
}

type RunWhere = Pick<Order, 'inventory' | 'guest'> & {readonly builds: readonly string[]};

async function withSiteOf<T>(
	{inventory, guest, builds}: RunWhere,
	folder: string,
	announce: Announce,
	use: (site: Site) => Promise<T>,
): Promise<T> {
	const where = {
		inventory: inventory === undefined ? undefined : await readInventory(inventory),
		guest: guest && (await prepareGuest(guest, folder)),
		builds,
	};
	return withSite(where, announce, use);
}

/** A run, and the rows that it has already. */
type Progressed = {readonly run: Run; readonly done: readonly Row[]};

async function execute(
	{run, done}: Progressed,
	site: Site,
	folder: string,
	signal: AbortSignal,
	announce: Announce,
): Promise<Outcome> {
	const {settings, topology} = run;
	const subject = await subjectOf(settings);
	const finished = new Set(done.map(({index}) => index));
	const rest = {...run, plan: run.plan.filter(({index}) => !finished.has(index))};
	const {feasible, notRun} = sortOutCells(rest, subject);
	if (settings.subject === 'dphttpd' && !topology.disjoint) {
		announce('server and clients share a processor: what is measured is the sum of their work');
	}

	const time = formatSeconds(new TimeLeft(feasible, subject).seconds);
	announce(
		`${settings.study}: ${feasible.length} cells, about ${time}` +
			(done.length > 0 ? `, ${done.length} are there` : '') +
			(notRun.length > 0 ? `, ${notRun.length} more that cannot be carried here` : '') +
			`; seed ${settings.seed}; results in ${folder}`,
	);
	const file = cellsFile.open(folder);
	try {
		for (const row of notRun) {
			file.append(row);
		}

		const {rows, interrupted} = await runPlan(
			feasible,
			async () => {
				await site.revive(signal);
				return settingOf(run, site, subject, signal);
			},
			{
				study: settings.study,
				subject,
				file,
				progress: showProgress(feasible, {subject, words: wordsOf(settings.subject)}),
			},
		);
		const ended = {...run, endedAt: new Date().toISOString()};
		runFile.write(folder, ended);
		return {run: ended, rows: [...done, ...notRun, ...rows], interrupted};
	} finally {
		file.close();
	}
}
