// One load that alternates between two servers which stand at once, each with its dead connections.
import {Failure} from '../../failure.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import type {CellSetting} from '../../site/setting.js';
import {readEvent} from '../events.js';
import {refuseDifference, seenInTurns} from '../in-turns.js';
import type {SeenInTurns, Stage} from '../subject.js';
import {duetArguments, duetConnected, duetResult} from './arguments/duet.js';
import type {DphttpdLevels} from './factors.js';
import {companionsOf, type Unended} from './load.js';
import {populationUnderLoad, settledPopulation} from './population.js';
import {reportOf, takeCounters, takeSnapshot} from './snapshot.js';
import type {Standing} from './stand-up.js';
import {requestOf} from './start.js';

type Both = readonly [Standing, Standing];

/** Loads both, A B B A or B A A B. @throws Failure with the cause where it could not be measured; Interrupted. */
export async function loadBoth(
	standings: Both,
	stage: Stage,
	slice: number,
): Promise<SeenInTurns<Unended>> {
	const {setting} = stage;
	const {signal, bounds, topology, countsInstructions} = setting;
	const [{levels}, {levels: others}] = standings;
	refuseOtherLoads(standings);
	const companions = standings.flatMap(companionsOf);
	const atLoad = await takeCounters(setting);
	const load = await start(standings, stage, slice);
	const {connections, ramp, warmup, duration} = levels;
	const rampUpMs = (connections / ramp + warmup) * 1000 + bounds.slack;
	await load.waitFor(['measuring'], rampUpMs, signal, companions);
	const both = async <T>(see: (standing: Standing, index: 0 | 1) => Promise<T>) =>
		Promise.all([see(standings[0], 0), see(standings[1], 1)]);
	const starts = await both(async standing => snapshot(standing, load, setting));
	const {connections: active} = readEvent(duetConnected, 'duet', load.lines('connected')[0] ?? {});
	const durings = await both(async ({population}, index) =>
		populationUnderLoad(starts[index].server, population, active[index], signal),
	);
	await load.waitFor(['measured'], duration * 1000 + bounds.slack, signal, companions);
	const ends = await both(async standing => snapshot(standing, load, setting));
	const line = await load.waitFor(['result'], bounds.slack, signal, companions);
	const played = readEvent(duetResult, 'duet', line);
	const results = [played.a, played.b] as const;
	const deadOf = [levels.dead, others.dead] as const;
	const seen = await both(async (side, index): Promise<Unended> => {
		const {server, population, cipher, seen: standing} = side;
		const after = await settledPopulation(server, population, deadOf[index], signal);
		const [from, to, result] = [starts[index], ends[index], results[index]];
		return {
			dead: deadOf[index],
			...{connections, cipher, expectedStatus: levels.status},
			disjoint: topology.disjoint,
			countsInstructions,
			loadedShare: result.window.seconds / (to.server.time - from.server.time),
			...standing,
			...{start: from, end: to, after, result, atLoad},
			during: durings[index],
			earlierReplies: 0,
			last: await reportOf(server, signal),
		};
	});
	return seenInTurns(seen, played.slices);
}

async function snapshot(standing: Standing, load: RemoteProgram, setting: CellSetting) {
	const {server, host} = standing;
	return takeSnapshot(server, load, {...setting, hosts: {...setting.hosts, server: host}});
}

/** A closed loop for a time, over connections that stay: all that a load in turns can do. */
const alternating = {offered: 0, reuse: 'all', extent: 'time'} as const;

/** @throws Failure where one load cannot be both sides'. */
function refuseOtherLoads([a, b]: Both): void {
	for (const {levels} of [a, b]) {
		for (const [name, only] of Object.entries(alternating)) {
			const level = levels[name as keyof typeof alternating];
			if (level !== only) {
				throw new Failure(
					`the load that alternates between both sides knows no ${name}=${level}, only ${only}: compare them with deadweight run, without --in-turns`,
				);
			}
		}
	}

	refuseDifference(
		shared.find(name => a.levels[name] !== b.levels[name]) ??
			(a.address === b.address ? undefined : 'their address'),
	);
}

/** What one load has one of. */
const shared = [
	'connections',
	'warmup',
	'duration',
	'timeout',
	'think',
	'path',
	'header',
	'status',
	'security',
] as const satisfies ReadonlyArray<keyof DphttpdLevels>;

async function start(
	standings: Both,
	{setting: {hosts, topology, signal}, programs}: Stage,
	slice: number,
): Promise<RemoteProgram> {
	const [{levels, address}] = standings;
	const {connections, warmup, duration, timeout, think, security} = levels;
	const servers = await Promise.all(
		standings.map(async ({port, pids, host, server}) => {
			// Its processor time can only be read where it runs.
			const isHere = host === hosts.load || hosts.server === hosts.load;
			// One of others may have several processes.
			return {port, pids: isHere ? ((await reportOf(server, signal)).pids ?? pids) : []};
		}),
	);
	const load = await hosts.load.start(
		'duet',
		duetArguments({
			...{address, connections, slice, warmup, duration, servers},
			...{request: requestOf(levels), security},
			timeout: timeout + think,
			// One process, which is to stay where it is.
			cpus: topology.load.slice(-1),
		}),
	);
	programs.push(load);
	return load;
}
