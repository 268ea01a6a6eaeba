// One run of a study, from its settings to its results folder: on this machine, or in a lab.
import {
	type CellSetting,
	emulatedBounds,
	hostsHere,
	type Hosts,
	usualBounds,
} from './cells/cell-setting.js';
import {describeGuest, type GuestOrder} from './guest/guest-record.js';
import {prepareGuest} from './guest/prepare-guest.js';
import {LOOPBACK} from './hosts/local-host.js';
import {readInventory} from './lab/inventory.js';
import {layOutSite} from './lab/layout.js';
import {type Site, withSite} from './lab/site.js';
import {formatSeconds} from './output/format.js';
import {showProgress} from './output/progress.js';
import type {Announce} from './output/tell.js';
import {TimeLeft} from './output/time-left.js';
import {holdingsOf, sortOutCells} from './plan/feasibility.js';
import {buildsOf, withBuild} from './plan/build-name.js';
import {planCells} from './plan/plan.js';
import {type Overrides, resolveSettings} from './plan/settings.js';
import type {CpuChoice} from './plan/topology.js';
import {listMechanisms, type MechanismFound} from './programs/mechanisms.js';
import {UsageError} from './failure.js';
import {cellsFile} from './results/cells-file.js';
import {describeChange, findDifferences} from './results/changes.js';
import {makeFolder} from './results/folder.js';
import {readGit} from './results/provenance.js';
import {type Row, SCHEMA} from './results/row.js';
import {type Run, runFile} from './results/run-file.js';
import {runPlan} from './run-plan.js';
import type {NamedStudy} from './study.js';
import {type Subject, subjectOf} from './subject.js';
import type {TuningLoad} from './tuning/wishes.js';
import {type SubjectName, wordsOf} from './words.js';

/** What a run is told. */
export type Order = {
	readonly study: NamedStudy;
	readonly overrides: Overrides;
	readonly cpus: CpuChoice;
	/** The file of Ansible's that names the machines; none: this one. */
	readonly inventory?: string | undefined;
	/** The guest that it is made in; none: on machines. */
	readonly guest?: GuestOrder | undefined;
	/** The checkout of another build, whose servers take part too. */
	readonly against?: string | undefined;
	/** Sysctls are set for the run, and brought back. */
	readonly tune: boolean;
	/** The results folder: empty, or not there yet. */
	readonly folder: string;
};

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
		const run = await prepare(order, site, signal);
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
		const mechanisms = await findMechanisms(site, settings.subject, signal);
		const tuning = former.tuning && (await site.tune(tuningLoad(settings)));
		const run = {
			...(await begin(site, former)),
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

		const now = {...(await begin(site, run)), topology: run.topology};
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
		prepare({...order, tune: false}, site, signal),
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

async function prepare(
	{study, overrides, cpus, inventory, guest, tune}: Omit<Order, 'folder'>,
	site: Site,
	signal: AbortSignal,
): Promise<Run> {
	const {serverCpus} = study.study.fixed;
	// What makes no sense is told of before anything is changed.
	const asked = {serverCpus, cpus, inventory, guest: guest && describeGuest(guest)};
	layOutSite(site, await site.facts(), asked);
	const {subject} = study.study;
	const found = await findMechanisms(site, subject, signal);
	const settings = resolveSettings(study, ofBuilds(study, overrides, site), found);
	const tuning = tune ? await site.tune(tuningLoad(settings)) : undefined;
	const facts = await site.facts();
	const {topology, lab} = layOutSite(site, facts, asked);
	return {
		schema: SCHEMA,
		startedAt: new Date().toISOString(),
		hosts: hostsOf(facts),
		git: await readGit(),
		...{settings, topology, lab, guest, tuning},
		// Tuning may bring one that was disabled.
		mechanisms: tune ? await findMechanisms(site, subject, signal) : found,
		plan: planCells(settings),
	};
}

/** Those of this build, and those of the others by names that say so. */
async function findMechanisms(
	site: Site,
	subject: SubjectName,
	signal: AbortSignal,
): Promise<MechanismFound[]> {
	const own = await listMechanisms(site.server.link.host, subject, signal);
	const others = await Promise.all(
		[...site.builds].map(async ([build, {host}]) =>
			(await listMechanisms(host, subject, signal)).map(({name, aliases = [], ...found}) => ({
				...found,
				name: withBuild(name, build),
				aliases: aliases.map(alias => withBuild(alias, build)),
			})),
		),
	);
	return [...own, ...others.flat()];
}

/** Each mechanism that is asked for by its name is asked of every build. */
function ofBuilds({study}: NamedStudy, overrides: Overrides, site: Site): Overrides {
	const asked = overrides.mechanisms ?? study.factors.mechanisms;
	if (asked === 'all' || site.builds.size === 0) {
		return overrides;
	}

	const builds = [...site.builds.keys()];
	const mechanisms = asked.flatMap(name => [name, ...builds.map(build => withBuild(name, build))]);
	return {...overrides, mechanisms};
}

/** The beginning of a record, on the machines of an earlier one. */
async function begin(
	site: Site,
	{lab, guest}: Run,
): Promise<Pick<Run, 'schema' | 'startedAt' | 'hosts' | 'git' | 'lab' | 'guest'>> {
	const facts = await site.facts();
	return {
		schema: SCHEMA,
		startedAt: new Date().toISOString(),
		hosts: hostsOf(facts),
		git: await readGit(),
		guest,
		lab: lab && {
			...lab,
			dead: lab.dead.map((each, index) => ({...each, facts: facts.dead[index] ?? each.facts})),
		},
	};
}

function hostsOf({server, load, dead: [dead = load]}: Awaited<ReturnType<Site['facts']>>) {
	return {server, load, dead};
}

/** What the sysctls of a run's hosts are set for: its largest cell. */
function tuningLoad(settings: Run['settings']): TuningLoad {
	return {
		dead: Math.max(...settings.counts),
		active: settings.subject === 'dphttpd' ? settings.connections : settings.messageThreads,
	};
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

/** Where the next cell runs: agents may be others than those of the cell before. */
function settingOf(run: Run, site: Site, {limits}: Subject, signal: AbortSignal): CellSetting {
	const {lab, topology, guest} = run;
	return {
		hosts: lab === undefined ? localHosts(site, topology) : labHosts(run, site, limits),
		address: lab?.address ?? LOOPBACK,
		...{topology, signal},
		bounds: guest?.accelerator === 'tcg' ? emulatedBounds : usualBounds,
	};
}

function localHosts(site: Site, topology: Run['topology']): Hosts {
	return {
		...hostsHere(site.server.link.host, topology),
		builds: new Map([...site.builds].map(([build, {host}]) => [build, host])),
	};
}

function labHosts(run: Run, site: Site, limits: Subject['limits']): Hosts {
	const held = holdingsOf(run, limits);
	return {
		server: site.server.link.host,
		load: site.load.link.host,
		dead: site.dead.map(({link: {name, host}}, index) => {
			const {cpus = [], sources = []} = run.lab?.dead[index] ?? {};
			return {name, host, cpus, sources, capacity: held[index]?.count ?? Number.POSITIVE_INFINITY};
		}),
	};
}
