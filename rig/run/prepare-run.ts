// What a run is told, and its record before its first cell.
import {describeGuest, type GuestOrder} from '../record/guest.js';
import {layOutSite} from '../site/layout.js';
import type {Site} from '../site/site.js';
import {splitBuild, withBuild} from './build-name.js';
import {planCells} from '../method/plan.js';
import {type Overrides, resolveSettings} from './settings.js';
import type {CpuChoice} from '../site/topology.js';
import {findMechanismsOf, listMechanisms, type MechanismFound} from '../subjects/mechanisms.js';
import {readGit} from '../record/provenance.js';
import {SCHEMA} from '../record/row.js';
import type {Run} from '../record/run-file.js';
import type {NamedStudy} from './study.js';
import type {TuningLoad} from '../agent/tuning/sysctl-targets.js';
import type {SubjectName} from '../subjects/labels.js';

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

/**
 * The record of a run that begins now: its settings, its plan, what the machines are once they are tuned.
 * @throws UsageError before anything is changed, where the order makes no sense.
 */
export async function prepareRun(
	{study, overrides, cpus, inventory, guest, tune}: Omit<Order, 'folder'>,
	site: Site,
	signal: AbortSignal,
): Promise<Run> {
	const {serverCpus} = study.study.fixed;
	// What makes no sense is told of before anything is changed.
	const asked = {serverCpus, cpus, inventory, guest: guest && describeGuest(guest)};
	layOutSite(site, await site.facts(), asked);
	const {subject} = study.study;
	const wanted = overrides.mechanisms ?? study.study.factors.mechanisms;
	const found = await findMechanisms(site, subject, wanted, signal);
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
		mechanisms: tune ? await findMechanisms(site, subject, wanted, signal) : found,
		plan: planCells(settings),
	};
}

/** Those of this build, and those of the others by names that say so. */
export async function findMechanisms(
	site: Site,
	subject: SubjectName,
	asked: readonly string[] | 'all',
	signal: AbortSignal,
): Promise<MechanismFound[]> {
	const names = asked === 'all' ? asked : asked.map(name => splitBuild(name).mechanism);
	const own = await findMechanismsOf(site.server.link.host, subject, names, signal);
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
export async function beginAgain(
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
export function tuningLoad(settings: Run['settings']): TuningLoad {
	return {
		dead: Math.max(...settings.counts),
		active: settings.subject === 'dphttpd' ? settings.connections : settings.messageThreads,
	};
}
