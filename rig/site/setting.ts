// Where and how a cell runs.
import type {Host} from './host.js';
import {Failure} from '../failure.js';
import type {Topology} from '../record/topology.js';
import {LOOPBACK} from './loopback.js';
import type {Site} from './site.js';
import type {Run} from '../record/run-file.js';

/** A host of dead connections. */
type DeadHost = {
	readonly name: string;
	readonly host: Host;
	readonly cpus: readonly number[];
	/** Source addresses; none: deadconn and the kernel choose. */
	readonly sources: readonly string[];
	/** Connections that it can hold. */
	readonly capacity: number;
};

/** The hosts by role: on one machine, one agent has all three. */
export type Hosts = {
	readonly server: Host;
	readonly load: Host;
	readonly dead: readonly DeadHost[];
	/** Agents of other builds on the server's machine, by their checkout. */
	readonly builds?: ReadonlyMap<string, Host> | undefined;
};

/**
 * The agent that starts what is put to the test: this build's, or that of another.
 * @throws Failure where that has no agent here.
 */
export function serverOf({server, builds}: Hosts, build: string | undefined): Host {
	const host = build === undefined ? server : builds?.get(build);
	if (host === undefined) {
		throw new Failure(`there is no agent of the build ${build ?? ''}`);
	}

	return host;
}

/** All roles on one machine. */
export function hostsHere(
	host: Host,
	{dead: cpus}: Topology,
	builds?: ReadonlyMap<string, Host>,
): Hosts {
	const capacity = Number.POSITIVE_INFINITY;
	return {
		server: host,
		load: host,
		dead: [{name: 'this machine', host, cpus, sources: [], capacity}],
		builds,
	};
}

/** How long the programs of a cell may take, in milliseconds, for what has no time of its own. */
export type Bounds = {
	/** A program, from its start until it is ready. */
	readonly ready: number;
	/** Beyond that, for each dead connection: 1.4 ms on an emulated machine, 0.1 ms on a real one. */
	readonly perDead: number;
	/** The load, beyond the times that it was given. */
	readonly slack: number;
	/** The load, to completion: a point of 2002 took up to 80 minutes, an emulated machine 30 times that. */
	readonly completion: number;
};

/** Generous: they are there to end a cell that hangs. */
export const usualBounds: Bounds = {
	ready: 60_000,
	perDead: 5,
	slack: 60_000,
	completion: 48 * 3600e3,
};

/** On an emulated processor everything takes ten times as long, at least. */
const emulatedBounds: Bounds = {
	ready: 10 * usualBounds.ready,
	perDead: 10 * usualBounds.perDead,
	slack: 10 * usualBounds.slack,
	completion: usualBounds.completion,
};

/** Where and how cells run. */
export type CellSetting = {
	readonly hosts: Hosts;
	/** The server's, as the clients reach it. */
	readonly address: string;
	readonly topology: Topology;
	readonly bounds: Bounds;
	/** The server's clock counts instructions, one a nanosecond: its times are virtual. */
	readonly countsInstructions: boolean;
	/** Aborted when the run is to stop. */
	readonly signal: AbortSignal;
};

/**
 * Where the next cell of a run is. `capacities` are what each host of dead connections can hold, in
 * the order of the lab.
 */
export function settingOf(
	{lab, topology, guest}: Pick<Run, 'lab' | 'topology' | 'guest'>,
	site: Site,
	capacities: readonly number[],
	signal: AbortSignal,
): CellSetting {
	return {
		hosts:
			lab === undefined
				? hostsHere(site.server.host, topology, site.builds)
				: {
						server: site.server.host,
						load: site.load.host,
						dead: site.dead.map(({host}, index) => {
							const {cpus = [], sources = []} = lab.dead[index] ?? {};
							const capacity = capacities[index] ?? Number.POSITIVE_INFINITY;
							return {name: host.name, host, cpus, sources, capacity};
						}),
					},
		address: lab?.address ?? LOOPBACK,
		...{topology, signal},
		bounds: guest?.accelerator === 'tcg' ? emulatedBounds : usualBounds,
		countsInstructions: guest?.count === 'instructions',
	};
}
