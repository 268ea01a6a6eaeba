// A duet's life: both servers with their dead, one load that alternates between them, their end.
import {withPrograms} from '../../subjects/programs.js';
import type {Host} from '../../site/host.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import type {DphttpdSettings} from '../settings.js';
import {
	duetArguments,
	duetConnected,
	duetResult,
	type Slices,
} from '../../subjects/dphttpd/programs/duet.js';
import {readEvent} from '../../subjects/events.js';
import type {Observation} from '../../subjects/dphttpd/observation.js';
import {populationUnderLoad, settledPopulation} from '../../subjects/dphttpd/population.js';
import type {DphttpdSetting} from '../../subjects/dphttpd/setting.js';
import {reportOf, takeCounters, takeSnapshot} from '../../subjects/dphttpd/snapshot.js';
import {type Standing, standUp} from '../../subjects/dphttpd/stand-up.js';
import type {PlannedDuet} from './duet-file.js';
import type {Side} from './side.js';

/** Of its processor time. */
const NOTHING = 1e-9;

/** A side, and the agent that starts its server. */
type HostedSide = Side & {readonly host: Host};

/** Where and how duets are played. */
export type DuetSetting = DphttpdSetting & {
	readonly sides: readonly [HostedSide, HostedSide];
	/** In milliseconds. */
	readonly slice: number;
};

/** What was seen of both sides, A first, and the slices in their order. */
export type SeenDuet = {
	readonly sides: readonly [Observation, Observation];
	readonly slices: Slices;
};

/**
 * Plays one duet and ends everything that it started.
 * @throws Failure with the cause where it could not be measured; Interrupted.
 */
export async function measureDuet(duet: PlannedDuet, setting: DuetSetting): Promise<SeenDuet> {
	const {seen, badEnds} = await withPrograms(async programs => play(duet, setting, programs));
	const [a, b] = seen.sides;
	return {
		sides: [
			{...a, badEnds},
			{...b, badEnds},
		],
		slices: seen.slices,
	};
}

type Unended = Omit<Observation, 'badEnds'>;

async function play(
	{count, first}: PlannedDuet,
	setting: DuetSetting,
	programs: RemoteProgram[],
): Promise<{sides: [Unended, Unended]; slices: Slices}> {
	const {sides, settings, signal, bounds} = setting;
	const standings = new Map<number, Standing>();
	for (const index of first === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
		const {mechanism} = sides[index];
		const standing = await standUp({mechanism, count}, settingOf(index, setting), programs);
		standings.set(index, standing);
	}

	const [a, b] = [standings.get(0), standings.get(1)] as [Standing, Standing];
	const others = [...programs];
	const atLoad = await takeCounters(setting);
	const load = await startLoad([a, b], setting, programs);
	const {connections, rate, warmup, duration} = settings;
	const rampUpMs = (connections / rate + warmup) * 1000 + bounds.slack;
	await load.waitFor(['measuring'], rampUpMs, signal, others);
	const both = async <T>(see: (standing: Standing, index: 0 | 1) => Promise<T>) =>
		Promise.all([see(a, 0), see(b, 1)]);
	const snapshot = async ({server}: Standing, index: 0 | 1) =>
		takeSnapshot(server, load, settingOf(index, setting));
	const starts = await both(snapshot);
	const {connections: active} = readEvent(duetConnected, 'duet', load.lines('connected')[0] ?? {});
	const durings = await both(async ({population}, index) =>
		populationUnderLoad(starts[index].server, population, active[index], signal),
	);
	await load.waitFor(['measured'], duration * 1000 + bounds.slack, signal, others);
	const ends = await both(snapshot);
	const line = await load.waitFor(['result'], bounds.slack, signal, others);
	const played = readEvent(duetResult, 'duet', line);
	const results = [played.a, played.b] as const;
	const seen = await both(async ({server, population, seen: standing}, index): Promise<Unended> => {
		const after = await settledPopulation(server, population, count, signal);
		const [start, end, result] = [starts[index], ends[index], results[index]];
		return {
			dead: count,
			connections,
			disjoint: setting.topology.disjoint,
			loadedShare: result.window.seconds / (end.server.time - start.server.time),
			...standing,
			...{start, end, after, result, atLoad},
			during: durings[index],
			earlierReplies: 0,
			last: await reportOf(server, signal),
		};
	});
	return {sides: seen, slices: played.slices};
}

/** The setting of one side: its server's host, and the faults that are planted in it. */
function settingOf(index: 0 | 1, setting: DuetSetting): DphttpdSetting {
	const {host, settings: own} = setting.sides[index];
	const {hosts, settings} = setting;
	const {msgsize, stksize, maxfds} = settings;
	return {
		...setting,
		hosts: {...hosts, server: host},
		settings: {
			...settings,
			msgsize: own?.msgsize ?? msgsize,
			stksize: own?.stksize ?? stksize,
			maxfds: own?.maxfds ?? maxfds,
			faults: faultsOf(index, setting),
		},
	};
}

/**
 * Where the other side is slowed, this one has the same loop with nothing in it: what is planted is then
 * the share that was asked for, and not that and the cost of planting it.
 */
function faultsOf(index: 0 | 1, {sides}: DuetSetting): DphttpdSettings['faults'] {
	const {faults} = sides[index];
	const isOtherSlowed = sides[index === 0 ? 1 : 0].faults?.slow !== undefined;
	return isOtherSlowed && faults?.slow === undefined ? {...faults, slow: NOTHING} : faults;
}

async function startLoad(
	standings: readonly [Standing, Standing],
	{hosts, address, settings, topology, slice}: DuetSetting,
	programs: RemoteProgram[],
): Promise<RemoteProgram> {
	const {connections, warmup, duration, timeout, thinkTimeout} = settings;
	const load = await hosts.load.start(
		'duet',
		duetArguments({
			...{address, connections, slice, warmup, duration},
			servers: standings.map(({port, pid}) => ({port, pid})),
			timeout: timeout + thinkTimeout,
			cpus: topology.load,
		}),
	);
	programs.push(load);
	return load;
}
