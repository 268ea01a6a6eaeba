// What the cells of a run have in common.
import {Failure} from '../failure.js';
import type {Host} from './host.js';
import {splitBuild} from '../run/build-name.js';
import type {Topology} from './topology.js';

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
	readonly builds?: ReadonlyMap<string, Host>;
};

/**
 * The agent that starts the server with that mechanism, and what the server calls it.
 * @throws Failure where it is of a build that has no agent here.
 */
export function serverOf({server, builds}: Hosts, name: string): {host: Host; mechanism: string} {
	const {mechanism, build} = splitBuild(name);
	const host = build === undefined ? server : builds?.get(build);
	if (host === undefined) {
		throw new Failure(`there is no agent of the build ${build ?? ''}`);
	}

	return {host, mechanism};
}

/** All roles on one machine. */
export function hostsHere(host: Host, {dead: cpus}: Topology): Hosts {
	const capacity = Number.POSITIVE_INFINITY;
	return {
		server: host,
		load: host,
		dead: [{name: 'this machine', host, cpus, sources: [], capacity}],
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
export const emulatedBounds: Bounds = {
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
	/** Aborted when the run is to stop. */
	readonly signal: AbortSignal;
};
