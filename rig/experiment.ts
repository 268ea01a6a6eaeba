// One run of a study on this machine, from its settings to its results folder.
import {usualBounds} from './cells/cell-setting.js';
import type {Host} from './hosts/host.js';
import type {Facts} from './hosts/protocol.js';
import {LOOPBACK, withLocalHost} from './hosts/local-host.js';
import {formatSeconds} from './output/format.js';
import {showProgress} from './output/progress.js';
import {TimeLeft} from './output/time-left.js';
import {sortOutCells} from './plan/feasibility.js';
import {planCells} from './plan/plan.js';
import {type Overrides, resolveSettings} from './plan/settings.js';
import {type CpuChoice, divideCpus} from './plan/topology.js';
import {listMechanisms} from './programs/mechanisms.js';
import {UsageError} from './failure.js';
import {cellsFile} from './results/cells-file.js';
import {describeChange, findDifferences} from './results/changes.js';
import {makeFolder} from './results/folder.js';
import {readGit} from './results/provenance.js';
import {type Row, SCHEMA} from './results/row.js';
import {type Run, runFile} from './results/run-file.js';
import {runPlan} from './run-plan.js';
import type {NamedStudy} from './study.js';
import {subjectOf} from './subject.js';
import {wordsOf} from './words.js';

/** What a run is told. */
export type Order = {
	readonly study: NamedStudy;
	readonly overrides: Overrides;
	readonly cpus: CpuChoice;
	/** The results folder: empty, or not there yet. */
	readonly folder: string;
};

/** Told what people should know before the cells begin. */
export type Announce = (message: string) => void;

/** What became of a run. */
export type Outcome = {readonly run: Run; readonly rows: Row[]; readonly interrupted: boolean};

/**
 * Runs a study. Whatever happens, its agent and all programs have ended when this returns.
 * @throws UsageError before anything is written, where the order makes no sense.
 */
export async function runExperiment(
	order: Order,
	signal: AbortSignal,
	announce: Announce,
): Promise<Outcome> {
	return withLocalHost(async host => {
		const run = await prepare(order, host, signal);
		makeFolder(order.folder);
		runFile.write(order.folder, run);
		return execute({run, done: []}, host, order.folder, signal, announce);
	});
}

/**
 * Runs the plan of `former` again, in a folder of its own: settings, order and processors are the
 * same. What is different now is told.
 */
export async function rerunExperiment(
	{former, folder}: {former: Run; folder: string},
	signal: AbortSignal,
	announce: Announce,
): Promise<Outcome> {
	return withLocalHost(async host => {
		const {settings, topology, plan} = former;
		const mechanisms = await listMechanisms(host, settings.subject, signal);
		const run = await beginRun(await host.facts(), {settings, topology, mechanisms, plan});
		const before = {...former, server: former.hosts.server};
		for (const change of findDifferences(before, {...run, server: run.hosts.server})) {
			announce(describeChange(change));
		}

		makeFolder(folder);
		runFile.write(folder, run);
		return execute({run, done: []}, host, folder, signal, announce);
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
	return withLocalHost(async host => {
		const now = {server: await host.facts(), git: await readGit(), topology: run.topology};
		const changes = findDifferences({...run, server: run.hosts.server}, now).map(describeChange);
		if (changes.length > 0 && !force) {
			throw new UsageError(
				`this is no longer what the run began on: ${changes.join('; ')}; --force goes on all the same, and records it`,
			);
		}

		const resumed = [...(run.resumed ?? []), {at: new Date().toISOString(), changes}];
		const whole = {...run, resumed};
		runFile.write(folder, whole);
		return execute({run: whole, done}, host, folder, signal, announce);
	});
}

/** What a run would do here, without doing it: its settings, its plan, what this machine is. */
export async function planExperiment(
	order: Omit<Order, 'folder'>,
	signal: AbortSignal,
): Promise<Run> {
	return withLocalHost(async host => prepare(order, host, signal));
}

async function prepare(
	order: Omit<Order, 'folder'>,
	host: Host,
	signal: AbortSignal,
): Promise<Run> {
	const facts = await host.facts();
	const topology = divideCpus(facts.cpus, order.study.study.fixed.serverCpus, order.cpus);
	const mechanisms = await listMechanisms(host, order.study.study.subject, signal);
	const settings = resolveSettings(order.study, order.overrides, mechanisms);
	return beginRun(facts, {settings, topology, mechanisms, plan: planCells(settings)});
}

/** The record of a run that begins now, on a machine that has all roles. */
async function beginRun(
	facts: Facts,
	told: Pick<Run, 'settings' | 'topology' | 'mechanisms' | 'plan'>,
): Promise<Run> {
	return {
		schema: SCHEMA,
		startedAt: new Date().toISOString(),
		hosts: {server: facts, load: facts, dead: facts},
		git: await readGit(),
		...told,
	};
}

/** A run, and the rows that it has already. */
type Progressed = {readonly run: Run; readonly done: readonly Row[]};

async function execute(
	{run, done}: Progressed,
	host: Host,
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
			(notRun.length > 0 ? `, ${notRun.length} more that this machine cannot carry` : '') +
			`; seed ${settings.seed}; results in ${folder}`,
	);
	const file = cellsFile.open(folder);
	try {
		for (const row of notRun) {
			file.append(row);
		}

		const hosts = {server: host, load: host, dead: host};
		const {rows, interrupted} = await runPlan(
			feasible,
			{hosts, address: LOOPBACK, topology, bounds: usualBounds, signal},
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
