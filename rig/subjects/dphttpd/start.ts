// Starts the programs of a cell, one after the other, each until it is ready.
import {serverOf} from '../../site/cell-setting.js';
import {Failure} from '../../failure.js';
import {formatCpuList} from '../../agent/cpu-list.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import type {Point} from '../../method/plan.js';
import {isGrowing} from '../../run/settings.js';
import {deadArguments, deadFailed, deadReady} from './programs/deadconn.js';
import {serverArguments, serverReady} from './programs/dphttpd.js';
import {readEvent} from '../events.js';
import {foreignArguments} from './programs/foreign.js';
import {loadArguments} from './programs/httperf.js';
import type {DeadPart} from './population.js';
import type {DphttpdSetting} from './setting.js';
import {splitPopulation} from './split-population.js';

/** Connections a second: all at once. */
const BURST = 1e6;

/** Room in the server for what is neither dead nor active. */
const SPARE_CONNECTIONS = 16;

/** Of a part of a grown population: a quarter of the usual ports of an address (see deadconn's plan). */
const CONNECTIONS_PER_SOURCE = 7000;

/** Starts the server on a free port and waits until it serves. `programs` gets what was started. */
export async function startServer(
	{count, mechanism: name}: Point,
	{hosts, address, settings, topology, bounds, signal}: DphttpdSetting,
	programs: RemoteProgram[],
): Promise<{server: RemoteProgram; port: number; pid: number}> {
	const {msgsize, stksize, connections, servers = []} = settings;
	const most = isGrowing(settings) ? Math.max(...settings.counts) : count;
	const maxfds = Math.max(settings.maxfds, most + connections + SPARE_CONNECTIONS);
	const {host, mechanism} = serverOf(hosts, name);
	const told = {mechanism, address, msgsize, maxfds, cpus: topology.server, ...settings.faults};
	const server = servers.includes(mechanism)
		? await host.start('foreign', foreignArguments(told))
		: await host.start('dphttpd', serverArguments({...told, stksize}));
	programs.push(server);
	const line = await server.waitFor(['ready'], bounds.ready, signal);
	const ready = readEvent(serverReady, server.name, line);
	if (ready.mechanism !== mechanism) {
		throw new Failure(`${server.name} serves with ${ready.mechanism}, not with ${mechanism}`);
	}

	return {server, port: ready.port, pid: ready.pid};
}

/**
 * Opens `count` dead connections, on all their hosts at once, and waits until they stand. `place` is how
 * many such parts of the population stand already.
 */
export async function openDead(
	{count, port, place}: {count: number; port: number; place: number},
	setting: DphttpdSetting,
	programs: RemoteProgram[],
): Promise<{population: DeadPart[]; seconds: number}> {
	const {hosts, address, settings, bounds, signal} = setting;
	const shares = splitPopulation(
		count,
		hosts.dead.map(({capacity}) => capacity),
	);
	const parts: DeadPart[] = [];
	// One after the other: starting is quick, and what was started is known at once.
	for (const [index, {name, host, cpus, sources}] of hosts.dead.entries()) {
		const dead = shares[index] ?? 0;
		if (dead > 0) {
			// A fault is planted once.
			const lose = parts.length === 0 ? settings.faults?.lose : undefined;
			const deadconn = await host.start(
				'deadconn',
				deadArguments({
					...{address, port, dead, cpus, lose},
					sources: place > 0 && sources.length === 0 ? ownSources(address, place, dead) : sources,
				}),
			);
			programs.push(deadconn);
			parts.push({name, deadconn, dead});
		}
	}

	const bound = bounds.ready + count * bounds.perDead;
	const seconds = await Promise.all(parts.map(async part => stand(part, bound, signal)));
	return {population: parts, seconds: Math.max(0, ...seconds)};
}

/** On loopback: addresses that no other part uses, so that none looks long for a free port. */
function ownSources(address: string, place: number, dead: number): string[] {
	return address.startsWith('127.')
		? Array.from(
				{length: Math.ceil(dead / CONNECTIONS_PER_SOURCE)},
				(_, index) => `127.${place}.${Math.floor(index / 254)}.${(index % 254) + 1}`,
			)
		: [];
}

async function stand(
	{name, deadconn}: DeadPart,
	bound: number,
	signal: AbortSignal,
): Promise<number> {
	const line = await deadconn.waitFor(['ready', 'failed'], bound, signal);
	if (line['event'] === 'failed') {
		const {open, of, limit, value, needed, remedy} = readEvent(deadFailed, 'deadconn', line);
		throw new Failure(
			`deadconn on ${name} opened ${open} of ${of} connections: ${limit} is ${value}, needed are ${needed}; ${remedy}`,
		);
	}

	return readEvent(deadReady, 'deadconn', line).seconds;
}

/** Starts the load: for a time, or to completion as in 2002. */
export async function startLoad(
	port: number,
	{hosts, address, settings, topology, bounds, signal}: DphttpdSetting,
	programs: RemoteProgram[],
): Promise<RemoteProgram> {
	const {connections, rate, timeout, thinkTimeout, paper, numCalls, warmup, duration} = settings;
	await startHog({hosts, settings, topology, bounds, signal}, programs);
	const load = await hosts.load.start(
		'httperf',
		loadArguments({
			...{address, port, connections, timeout, thinkTimeout},
			// A backlog that is too short is only met by a burst.
			rate: settings.faults?.backlog === undefined ? rate : BURST,
			cpus: topology.load,
			extent: paper ? {numCalls} : {warmup, duration},
		}),
	);
	programs.push(load);
	return load;
}

/** Starts what takes the load client's processor away, where that fault was asked for. */
async function startHog(
	{hosts, settings, topology, bounds, signal}: Omit<DphttpdSetting, 'address'>,
	programs: RemoteProgram[],
): Promise<void> {
	if (settings.faults?.hog === true) {
		const hog = await hosts.load.start('hog', ['--cpus', formatCpuList(topology.load)]);
		programs.push(hog);
		await hog.waitFor(['ready'], bounds.ready, signal);
	}
}
