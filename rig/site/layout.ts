// Who uses which processors and addresses, once it is known what the machines are.
import {isIP} from 'node:net';
import {UsageError} from '../failure.js';
import {LOOPBACK} from './loopback.js';
import type {Facts} from '../record/facts.js';
import {type CpuChoice, divideCpus} from './topology.js';
import type {Topology} from '../record/topology.js';
import type {SubjectCpus} from '../record/settings.js';
import type {Lab} from '../record/lab.js';
import type {Place, Site} from './site.js';

type SiteFacts = Awaited<ReturnType<Site['facts']>>;

/** What is asked of a layout. */
type LayoutRequest = {
	readonly subjectCpus: SubjectCpus;
	readonly cpus: CpuChoice;
	/** The inventory's file; undefined: one machine alone. */
	readonly inventory: string | undefined;
	/** What that machine is, where it is a guest. */
	readonly guest: string | undefined;
};

/**
 * Gives each role its processors and addresses.
 * @throws UsageError where a host has not what its inventory says, or where it is no topology that
 * can be measured.
 */
export function layOutSite(
	site: Site,
	facts: SiteFacts,
	{subjectCpus, cpus, inventory, guest}: LayoutRequest,
): {topology: Topology; lab: Lab | undefined} {
	if (inventory === undefined) {
		const topology = divideCpus(facts.server.cpus, subjectCpus, cpus);
		return {topology: {...topology, label: guest ?? topology.label}, lab: undefined};
	}

	const label = labelOf(facts);
	const places = [site.server, site.load, ...site.dead];
	const all = [facts.server, facts.load, ...facts.dead];
	const addresses = places.map((place, index) => addressesOf(place, all[index] as Facts));
	const chosen: CpuChoice = {
		server: cpus.server ?? site.server.labHost?.cpus,
		load: cpus.load ?? site.load.labHost?.cpus,
		dead: cpus.dead ?? site.dead[0]?.labHost?.cpus,
	};
	const topology =
		label === 'lab'
			? divideLab(site, facts, subjectCpus, chosen)
			: {...divideCpus(facts.server.cpus, subjectCpus, chosen), label};
	const isOne = new Set(places.map(({host}) => host)).size === 1;
	const [own = isOne ? LOOPBACK : undefined] = addresses[0] ?? [];
	const address = own ?? site.server.labHost?.ssh?.host ?? '';
	if (isIP(address) === 0) {
		throw new UsageError(
			`host ${site.server.host.name} needs an address that its clients reach: deadweight_addresses, or deadweight_interface`,
		);
	}

	// A host may have addresses of both families: those of the server's reach it.
	const isReached = (source: string) => isIP(source) === isIP(address);
	return {
		topology,
		lab: {
			inventory,
			address,
			server: site.server.host.name,
			load: site.load.host.name,
			dead: site.dead.map(({host, labHost}, index) => ({
				name: host.name,
				cpus: [...(cpus.dead ?? labHost?.cpus ?? topology.dead)],
				sources: address === LOOPBACK ? [] : (addresses[index + 2] ?? []).filter(isReached),
				facts: facts.dead[index] as Facts,
			})),
		},
	};
}

/**
 * Whether the server shares a kernel, or even a network, with its clients.
 * @throws UsageError where it does with some of them only: such a run would be neither.
 */
function labelOf({server, load, dead}: SiteFacts): 'lab' | 'namespaces' | 'shared host' {
	const clients = [load, ...dead];
	const near = clients.filter(({identity}) => identity.boot === server.identity.boot);
	if (near.length > 0 && near.length < clients.length) {
		throw new UsageError(
			'the server shares its machine with some of its clients, but not with all: move them off it, or all on to it',
		);
	}

	const network = server.identity.networkNamespace;
	return near.length === 0
		? 'lab'
		: near.every(({identity}) => identity.networkNamespace === network)
			? 'shared host'
			: 'namespaces';
}

/** Each machine has its own processors. */
function divideLab(
	site: Site,
	facts: SiteFacts,
	subjectCpus: SubjectCpus,
	chosen: CpuChoice,
): Topology {
	const [first = 0] = facts.server.cpus;
	const server = [...(chosen.server ?? (subjectCpus === 'one' ? [first] : facts.server.cpus))];
	const load = [...(chosen.load ?? [facts.load.cpus.at(-1) ?? 0])];
	// The dead are silent: they may share the load's processor where there is no other.
	const dead = [...(chosen.dead ?? [facts.dead[0]?.cpus[0] ?? 0])];
	for (const [{host}, cpus, own] of [
		[site.server, facts.server.cpus, server],
		[site.load, facts.load.cpus, load],
	] as const) {
		const absent = own.find(cpu => !cpus.includes(cpu));
		if (absent !== undefined) {
			throw new UsageError(
				`host ${host.name} has no CPU ${absent} to use; it has ${cpus.join(',')}`,
			);
		}
	}

	return {server, load, dead, label: 'lab', disjoint: true};
}

/** The addresses of the test network that a host was given; they must be there. */
function addressesOf({host, labHost}: Place, {interfaces}: Facts): readonly string[] {
	const wanted = labHost?.interface;
	const there = Object.values(interfaces).flatMap(({addresses}) => addresses);
	if (wanted !== undefined && interfaces[wanted] === undefined) {
		throw new UsageError(
			`host ${host.name} has no network interface ${wanted} that is up (deadweight_interface); it has ${Object.keys(interfaces).join(', ')}`,
		);
	}

	const absent = labHost?.addresses.find(address => !there.includes(address));
	if (absent !== undefined) {
		throw new UsageError(
			`host ${host.name} has no address ${absent} (deadweight_addresses); it has ${there.join(', ')}`,
		);
	}

	const given = labHost?.addresses ?? [];
	return given.length > 0 || wanted === undefined ? given : (interfaces[wanted]?.addresses ?? []);
}
