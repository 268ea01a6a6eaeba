// One load that alternates between two servers which stand at once.
import {readEvent} from '../events.js';
import {refuseDifference, seenInTurns} from '../in-turns.js';
import type {SeenInTurns, Stage} from '../subject.js';
import * as args from './arguments.js';
import type {BlocksLevels} from './factors.js';
import type {BlocksSeen} from './judged.js';
import {checkReplies, observe, type Standing} from './load.js';

type Both = readonly [Standing, Standing];

/** What one load has one of. */
const shared = [
	...(['transport', 'security', 'block', 'connections', 'inflight'] as const),
	...(['reads', 'replies', 'warmup', 'duration'] as const),
] satisfies ReadonlyArray<keyof BlocksLevels>;

/** Loads both, A B B A or B A A B. @throws Failure with the cause where it could not be measured; Interrupted. */
export async function loadBoth(
	standings: Both,
	{setting: {hosts, topology, bounds, signal}, programs}: Stage,
	slice: number,
): Promise<SeenInTurns<BlocksSeen>> {
	const [{levels}, {levels: others}] = standings;
	refuseDifference(shared.find(name => levels[name] !== others[name]));
	const servers = standings.map(({server}) => server);
	const [a, b] = standings.map(({server}) => observe(server, signal)) as [Observed, Observed];
	const befores = await Promise.all([a.report(), b.report()]);
	// Processor time can only be read where it is used.
	const isHere = hosts.load === hosts.server;
	const sideOf = (side: 0 | 1): args.Side => {
		const {where, server} = standings[side];
		return {where, pids: isHere ? (befores[side].pids ?? [server.pid]) : []};
	};
	const load = await hosts.load.start(
		'blockload-duet',
		// One process, which is to stay where it is.
		args.duetArguments(levels, [sideOf(0), sideOf(1)], slice, topology.load.slice(-1)),
	);
	programs.push(load);
	const until = async (event: string, ms: number) =>
		load.waitFor([event], ms + bounds.slack, signal, servers);
	const {structured} = readEvent(args.duetConnected, 'blockload-duet', await until('connected', 0));
	for (const isStructured of structured) {
		checkReplies(levels, isStructured);
	}

	await until('measuring', levels.warmup * 1000);
	const starts = await Promise.all([a.snapshot(), b.snapshot()]);
	await until('measured', levels.duration * 1000);
	const ends = await Promise.all([a.snapshot(), b.snapshot()]);
	const played = readEvent(args.duetResult, 'blockload-duet', await until('result', 0));
	const lasts = await Promise.all([a.report(), b.report()]);
	const seenOf = (side: 0 | 1): BlocksSeen => {
		const {where, levels: own, cipher} = standings[side];
		const [start, end] = [starts[side], ends[side]];
		const result = side === 0 ? played.a : played.b;
		return {
			...{transport: where.transport, security: own.security, cipher},
			loadedShare: result.window.seconds / (end.report.time - start.report.time),
			...{before: befores[side], start, end, last: lasts[side], result},
		};
	};
	return seenInTurns([seenOf(0), seenOf(1)], played.slices);
}

type Observed = ReturnType<typeof observe>;
