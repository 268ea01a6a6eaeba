// One run of a study, from what it is told to its results folder: on this machine, in a guest, or in a lab.
import type {Announce} from '../announce.js';
import {Failure, UsageError} from '../failure.js';
import type {TuningLoad} from '../agent/tuning/sysctl-targets.js';
import {planSteps} from '../method/plan.js';
import {describeChange, findDifferences} from '../record/changes.js';
import {makeFolder} from '../record/folder.js';
import {describeGuest, type GuestOrder} from '../record/guest.js';
import type {Hooks} from '../record/hooks.js';
import {foreignVersions, type Options} from '../record/option.js';
import {readGit} from '../record/provenance.js';
import {type Row, SCHEMA} from '../record/row.js';
import {type Run, runFile} from '../record/run-file.js';
import {pointsOf, type Settings} from '../record/settings.js';
import {buildsOf} from '../method/factor.js';
import {prepareGuest} from '../site/guest/prepare-guest.js';
import {readInventory} from '../site/inventory.js';
import {layOutSite} from '../site/layout.js';
import {LOOPBACK} from '../site/loopback.js';
import {type Site, withSite} from '../site/site.js';
import type {CpuChoice} from '../site/topology.js';
import {findSubject, isModule, type Subject} from '../subjects/subject.js';
import {findOptions} from './options.js';
import {play, type Watch} from './runner.js';
import {resolvePoint, resolveSettings} from './settings.js';
import {
	askedOf,
	buildsWanted,
	type DesignOrder,
	type Overrides,
	readWanted,
	type Wanted,
} from './wanted.js';
import {readResults} from './stored-run.js';
import type {Study} from './study.js';

/** What a run is told. */
export type Order = {
	readonly study: Study;
	readonly overrides: Overrides;
	readonly design: DesignOrder;
	readonly cpus: CpuChoice;
	/** The file of Ansible's that names the machines; none: this one. */
	readonly inventory?: string | undefined;
	/** The guest that it is made in; none: on machines. */
	readonly guest?: GuestOrder | undefined;
	/** The checkout of another build, which takes part too. */
	readonly against?: string | undefined;
	/** Sysctls are set for the run, and brought back. */
	readonly tune: boolean;
	/** Commands around each cell. */
	readonly hooks?: Hooks | undefined;
};

/** Who is told what of a run, and what ends it. */
export type Observer = {
	readonly signal: AbortSignal;
	readonly announce: Announce;
	readonly watch: Watch;
};

/** What became of a run. */
export type Outcome = {
	readonly folder: string;
	readonly run: Run;
	readonly rows: Row[];
	readonly interrupted: boolean;
};

/**
 * Begins a run in `folder`, empty or not there yet. Whatever happens, its agents and all programs have
 * ended when this returns, and what was tuned is as before.
 * @throws UsageError before anything is written, where the order makes no sense.
 */
export async function beginRun(order: Order, folder: string, observer: Observer): Promise<Outcome> {
	const {wanted, builds} = await readOrder(order);
	return onSite({...order, builds, subject: order.study.subject}, folder, observer, async site => {
		const run = await prepare(order, wanted, site, observer.signal);
		makeFolder(folder);
		runFile.write(folder, run);
		return finish(run, [], {site, subject: wanted.subject, folder, observer});
	});
}

/**
 * Runs the plan of `former` again, in a folder of its own: settings, order, machines and processors
 * are the same. What is different now is told.
 */
export async function repeatRun(former: Run, folder: string, observer: Observer): Promise<Outcome> {
	const subject = await findSubject(former.settings.subject);
	return onSite(whereOf(former), folder, observer, async site => {
		const {settings, topology, plan} = former;
		const options = await findOptions(site, subject, wantedBy(settings, subject), observer.signal);
		const tuning = former.tuning && (await site.tune(tuningLoad(settings, options, subject)));
		const {hooks} = former;
		const run = {...(await begin(site, former)), settings, topology, options, plan, tuning, hooks};
		for (const change of findDifferences(former, run)) {
			observer.announce(describeChange(change));
		}

		makeFolder(folder);
		runFile.write(folder, run);
		return finish(run, [], {site, subject, folder, observer});
	});
}

/**
 * Goes on with the run in `folder`, in its order: rows that are there are kept.
 * @throws UsageError that names what has changed since, unless `force`, which records it; Failure
 * where the folder holds no run.
 */
export async function resumeRun(
	{folder, force}: {folder: string; force: boolean},
	observer: Observer,
): Promise<Outcome> {
	const {run, rows} = readResults(folder, observer.announce, 'perhaps none');
	const subject = await findSubject(run.settings.subject);
	return onSite(whereOf(run), folder, observer, async site => {
		const {topology, settings} = run;
		if (run.tuning) {
			await site.tune(tuningLoad(settings, run.options, subject));
		}

		// Only programs of others can change without the kernel or the build, and to ask takes a program's start.
		const options =
			Object.keys(foreignVersions(run.options)).length === 0
				? run.options
				: await findOptions(site, subject, wantedBy(settings, subject), observer.signal);
		const now = {...(await begin(site, run)), topology, options};
		const changes = findDifferences(run, now).map(describeChange);
		if (changes.length > 0 && !force) {
			throw new UsageError(
				`this is no longer what the run began on: ${changes.join('; ')}; --force goes on all the same, and records it`,
			);
		}

		const resumed = [...(run.resumed ?? []), {at: new Date().toISOString(), changes}];
		const whole = {...run, resumed};
		runFile.write(folder, whole);
		return finish(whole, rows, {site, subject, folder, observer});
	});
}

/** What a run would do, without doing it: its settings, its plan, what the machines are. */
export async function planRun(
	order: Order,
	observer: Observer,
): Promise<{run: Run; subject: Subject}> {
	const {wanted, builds} = await readOrder(order);
	return onSite({...order, builds, subject: order.study.subject}, '.', observer, async site => ({
		run: await prepare({...order, tune: false}, wanted, site, observer.signal),
		subject: wanted.subject,
	}));
}

async function readOrder(order: Order) {
	const {study, overrides, design, against, inventory} = order;
	const subject = await findSubject(study.subject);
	const wanted = readWanted(study, subject, overrides, design);
	const builds = [
		...new Set([...buildsWanted(wanted), ...(against === undefined ? [] : [against])]),
	];
	refuseServers(wanted, order);
	if (builds.length > 0 && inventory !== undefined) {
		throw new UsageError(
			'another build runs beside this one, both on this machine: it goes with no --inventory',
		);
	}

	if (builds.length > 0 && subject.hasOwnNetwork === true) {
		throw new UsageError(
			`another build's agent has a network of its own, and cannot reach this one's: it goes with no ${study.subject}`,
		);
	}

	return {wanted, builds};
}

/** @throws UsageError where a server of the user's own cannot be. */
function refuseServers(
	{servers}: Wanted,
	{guest, inventory, against}: Pick<Order, 'guest' | 'inventory' | 'against'>,
): void {
	const names = Object.keys(servers);
	const attached = Object.entries(servers).find(([, server]) => 'attach' in server)?.[0];
	if (names.length > 0 && (guest !== undefined || against !== undefined)) {
		throw new UsageError(
			`${names.join(', ')}: ${guest === undefined ? 'another build has no server of your own: compare it in a run without --against' : 'a guest has no server of your own in it'}`,
		);
	}

	if (attached !== undefined && inventory !== undefined) {
		throw new UsageError(
			`${attached} runs already, on this machine: --attach goes with no --inventory`,
		);
	}
}

/** The record of a run that begins now; its machines are as they are once they are tuned. */
async function prepare(
	{cpus, inventory, guest, tune, against, hooks}: Order,
	wanted: Wanted,
	site: Site,
	signal: AbortSignal,
): Promise<Run> {
	const {subject, study} = wanted;
	const layout = {
		subjectCpus: study.cpus,
		...{cpus, inventory, guest: guest && describeGuest(guest)},
	};
	// What makes no sense is told of before anything is changed.
	const before = await site.facts();
	layOutSite(site, before, layout);
	if (subject.hasClients && inventory === undefined && guest === undefined) {
		refuseWithoutLoopback(before.server);
	}

	const asked = {asked: askedOf(wanted), servers: wanted.servers};
	const found = await findOptions(site, subject, asked, signal);
	const settings = resolveSettings(wanted, found, against);
	for (const point of pointsOf(settings)) {
		subject.check?.(resolvePoint(point, settings, subject, found));
	}

	const tuning = tune ? await site.tune(tuningLoad(settings, found, subject)) : undefined;
	const facts = await site.facts();
	const {topology, lab} = layOutSite(site, facts, layout);
	return {
		schema: SCHEMA,
		startedAt: new Date().toISOString(),
		hosts: hostsOf(facts),
		git: await readGit(),
		...{settings, topology, lab, guest, tuning, hooks},
		// Tuning may bring one that was disabled.
		options: tune ? await findOptions(site, subject, asked, signal) : found,
		plan: planSteps(settings),
	};
}

/** @throws Failure where server and clients of one machine cannot reach each other. */
function refuseWithoutLoopback({interfaces}: Run['hosts']['server']): void {
	const isUp = Object.values(interfaces).some(({addresses}) => addresses.includes(LOOPBACK));
	if (!isUp) {
		throw new Failure(
			`nothing has the address ${LOOPBACK} here: the loopback interface of this network namespace is down; ip link set lo up brings it up`,
		);
	}
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

async function finish(
	run: Run,
	done: readonly Row[],
	{
		site,
		subject,
		folder,
		observer,
	}: {site: Site; subject: Subject; folder: string; observer: Observer},
): Promise<Outcome> {
	const {rows, interrupted} = await play(run, done, {site, subject, folder, ...observer});
	const ended = {...run, endedAt: new Date().toISOString()};
	runFile.write(folder, ended);
	return {folder, run: ended, rows, interrupted};
}

type RunWhere = Pick<Order, 'inventory' | 'guest'> & {
	readonly builds: readonly string[];
	readonly subject: string;
};

/** Where an earlier run was. */
function whereOf({lab, guest, settings}: Run): RunWhere {
	const levels = pointsOf(settings).flatMap(point => Object.values(point));
	return {
		...{inventory: lab?.inventory, guest, subject: settings.subject},
		builds: buildsOf([...levels, ...Object.values(settings.set)]),
	};
}

async function onSite<T>(
	{inventory, guest, builds, subject}: RunWhere,
	folder: string,
	{announce}: Observer,
	use: (site: Site) => Promise<T>,
): Promise<T> {
	const where = {
		inventory: inventory === undefined ? undefined : await readInventory(inventory),
		guest: guest && (await prepareGuest(guest, folder)),
		builds,
		subjects: isModule(subject) ? [subject] : [],
		hasOwnNetwork: (await findSubject(subject)).hasOwnNetwork,
	};
	return withSite(where, announce, use);
}

function hostsOf({server, load, dead: [dead = load]}: Awaited<ReturnType<Site['facts']>>) {
	return {server, load, dead};
}

/** What a run's settings name of each choice that depends on the host, and servers of the user's own. */
function wantedBy(settings: Settings, {probes}: Subject) {
	const points = pointsOf(settings).map(point => ({...settings.set, ...point}));
	const asked = Object.fromEntries(
		Object.keys(probes).map(name => [
			name,
			[
				...new Set(
					points.flatMap(point => (point[name] === undefined ? [] : [String(point[name])])),
				),
			],
		]),
	);
	return {asked, servers: settings.servers};
}

/** What the sysctls of a run's hosts are set for: its largest cell. */
function tuningLoad(settings: Settings, options: Options, subject: Subject): TuningLoad {
	const points = pointsOf(settings).map(
		point => resolvePoint(point, settings, subject, options).levels,
	);
	const most = (of: (levels: (typeof points)[number]) => number) => Math.max(...points.map(of));
	return {
		dead: most(levels => Number(levels[subject.population] ?? 0)),
		active: most(levels => subject.active(levels)),
	};
}
