// Starts the programs of a cell, one after the other, each until it is ready.
import {formatCpuList} from '../../../programs/cpu-list.js';
import {Failure} from '../../failure.js';
import {isForeign} from '../../record/option.js';
import type {Host} from '../../site/host.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import {serverOf} from '../../site/setting.js';
import {readEvent} from '../events.js';
import type {ResolvedPoint, Stage} from '../subject.js';
import {
	CONNECTIONS_PER_SOURCE,
	deadArguments,
	deadFailed,
	deadReady,
} from './arguments/deadconn.js';
import {serverArguments, serverReady} from './arguments/dphttpd.js';
import {foreignArguments} from './arguments/foreign.js';
import {loadArguments} from './arguments/httperf.js';
import type {Request} from './arguments/request.js';
import {deadTwinCommand, isLoadInRounds, loadTwinCommand, twinCommand} from './arguments/twin.js';
import {type DphttpdLevels, isToCompletion, levelsOf} from './factors.js';
import type {DeadPart} from './population.js';
import {splitPopulation} from './split-population.js';

/** Room in the server for what is neither dead nor active. */
const SPARE_CONNECTIONS = 16;

/** A share of CPU time too small to matter. */
const NEGLIGIBLE = 1e-9;

/** Starts the server on a free port and waits until it serves. */
export async function startServer(
	{levels: given, build, options}: ResolvedPoint,
	stage: Stage,
): Promise<{
	server: RemoteProgram;
	host: Host;
	address: string;
	port: number;
	/** Where dead connections go. */
	deadPort: number;
	pids: readonly number[];
	/** Inside TLS: version, key exchange, cipher and library. */
	cipher: string | undefined;
}> {
	const levels = levelsOf(given);
	const {hosts, address, topology, bounds, signal} = stage.setting;
	const {mechanism, receive, workers, listener, msgsize, stksize, backlog, connections} = levels;
	const {dead, patience, status, reply, security, nodelay} = levels;
	const most = Math.max(dead, Number(stage.growsTo ?? 0));
	const maxfds = Math.max(levels.maxfds, most + connections + SPARE_CONNECTIONS);
	const host = serverOf(hosts, build);
	const common = {
		...{mechanism, address, msgsize, maxfds, backlog, workers, listener},
		...{deferAccept: levels.arrival === 'whole', cpus: topology.server},
	};
	const option = options['mechanism']?.find(({name}) => name === mechanism);
	const isOfOthers = option !== undefined && isForeign(option);
	const slow = slowdownOf(levels, stage);
	const {program, args} = isOfOthers
		? {
				program: 'foreign',
				args: foreignArguments({
					...{...common, own: option.own, request: requestOf(levels)},
					...{patience, status},
				}),
			}
		: levels.code === 'c'
			? twinCommand(mechanism, slow)
			: {
					program: 'dphttpd',
					args: serverArguments({...common, stksize, receive, reply, security, nodelay, slow}),
				};
	const server = await host.start(program, args);
	stage.programs.push(server);
	const line = await server.waitFor(
		['ready'],
		bounds.ready + (isOfOthers ? patience * 1000 : 0),
		signal,
	);
	const ready = readEvent(serverReady, server.name, line);
	if (ready.mechanism !== mechanism) {
		throw new Failure(`${server.name} serves with ${ready.mechanism}, not with ${mechanism}`);
	}

	const {address: own, port, tlsPort = port, pid, workers: pids = [pid], cipher} = ready;
	const deadPort = levels.idle === 'tls' ? tlsPort : port;
	return {server, host, address: own, port, deadPort, pids, cipher};
}

/** What the clients ask for. */
export function requestOf({path, header}: Pick<DphttpdLevels, 'path' | 'header'>): Request {
	return {path, header};
}

/**
 * Where the other side is slowed, this one has the same loop with nothing in it: what is planted is then
 * the share that was asked for, and not that and the cost of planting it.
 */
function slowdownOf({slow}: DphttpdLevels, {rival}: Stage): number | undefined {
	const isOtherSlowed = rival !== undefined && levelsOf(rival.levels).slow > 0;
	return slow > 0 ? slow : isOtherSlowed ? NEGLIGIBLE : undefined;
}

/**
 * Opens `count` dead connections, on all their hosts at once, and waits until they stand. `place` is how
 * many such parts of the population stand already.
 */
export async function openDead(
	{count, address, port, place}: {count: number; address: string; port: number; place: number},
	levels: DphttpdLevels,
	{setting: {hosts, bounds, signal}, programs}: Stage,
): Promise<{population: DeadPart[]; seconds: number}> {
	const {lose, status, security} = levels;
	const idle = security === 'plain' ? levels.idle : 'tls';
	const shares = splitPopulation(
		count,
		hosts.dead.map(({capacity}) => capacity),
	);
	const parts: DeadPart[] = [];
	// One after the other: starting is quick, and what was started is known at once.
	for (const [index, {name, host, cpus, sources}] of hosts.dead.entries()) {
		const dead = shares[index] ?? 0;
		if (dead > 0) {
			const isTwin = levels.code === 'c' && idle === 'unterminated' && lose === 0;
			const {program, args} = isTwin
				? deadTwinCommand(port, dead, place)
				: {
						program: 'deadconn',
						args: deadArguments({
							...{address, port, dead, cpus, idle, status, request: requestOf(levels)},
							// A fault is planted once.
							lose: parts.length === 0 && lose > 0 ? lose : undefined,
							sources:
								place > 0 && sources.length === 0 ? ownSources(address, place, dead) : sources,
						}),
					};
			const deadconn = await host.start(program, args);
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

/** Starts the load: for a time, or to completion as in 2002; in rounds where instructions are counted. */
export async function startLoad(
	{
		levels,
		address,
		port,
		pids: [pid = 0],
	}: {levels: DphttpdLevels; address: string; port: number; pids: readonly number[]},
	stage: Stage,
): Promise<RemoteProgram> {
	const {hosts, topology, countsInstructions} = stage.setting;
	const {connections, timeout, think, ramp, offered, reuse, arrival} = levels;
	const {warmup, duration, trail, calls, security} = levels;
	await startHog(levels, stage);
	const {program, args} = isLoadInRounds(levels, countsInstructions)
		? loadTwinCommand(port, pid, levels)
		: {
				program: 'httperf',
				args: loadArguments({
					...{address, port, security, connections, timeout, thinkTimeout: think, rate: ramp},
					requestRate: offered > 0 ? offered : undefined,
					request: requestOf(levels),
					isConnectionPerCall: reuse === 'none',
					halfCloses: arrival === 'whole',
					processes: Math.min(topology.load.length, connections),
					cpus: topology.load,
					extent: isToCompletion(levels) ? {numCalls: calls} : {warmup, duration, trail},
				}),
			};
	const load = await hosts.load.start(program, args);
	stage.programs.push(load);
	return load;
}

/** Starts what takes the load client's processor away, where that fault was asked for. */
async function startHog(
	{hog: isAsked}: DphttpdLevels,
	{setting: {hosts, topology, bounds, signal}, programs}: Stage,
): Promise<void> {
	if (isAsked === 'yes') {
		const hog = await hosts.load.start('hog', ['--cpus', formatCpuList(topology.load)]);
		programs.push(hog);
		await hog.waitFor(['ready'], bounds.ready, signal);
	}
}
