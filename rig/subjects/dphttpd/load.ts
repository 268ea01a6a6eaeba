// The load of one cell on what stands, from its first connection to its result.
import type {RemoteProgram} from '../../site/remote-program.js';
import {readEvent} from '../events.js';
import type {Stage} from '../subject.js';
import {loadConnected, loadExtras, loadResult} from './arguments/httperf.js';
import {isLoadInRounds} from './arguments/twin.js';
import {isToCompletion} from './factors.js';
import type {Observation} from './observation.js';
import {populationUnderLoad, settledPopulation} from './population.js';
import {reportOf, takeCounters, takeSnapshot} from './snapshot.js';
import type {Standing} from './stand-up.js';
import {startLoad} from './start.js';

/** What is seen of a cell before its programs have ended. */
export type Unended = Omit<Observation, 'badEnds'>;

/** Loads what stands. @throws Failure with the cause where it could not be measured; Interrupted. */
export async function loadStanding(standing: Standing, stage: Stage): Promise<Unended> {
	const {levels, server, population, cipher, seen} = standing;
	const {signal, bounds, topology, countsInstructions} = stage.setting;
	const isInRounds = isLoadInRounds(levels, countsInstructions);
	const others = [server, ...population.map(({deadconn}) => deadconn)];
	const {replies: earlierReplies} = await reportOf(server, signal);
	const atLoad = await takeCounters(stage.setting);
	const load = await startLoad(standing, stage);

	// Taking it costs processor time: before the window, where there is a warm-up.
	await load.waitFor(['warm', 'measuring'], rampUpMs(standing, stage), signal, others);
	const first = await takeSnapshot(server, load, stage.setting);
	// A load to completion is measured from its first connection on: others are still to come.
	const wasWhole = load.lines('connected').length > 0;
	const connected = await load.waitFor(['connected'], rampUpMs(standing, stage), signal, others);
	const active = readEvent(loadConnected, 'httperf', connected).connections;
	const whole = wasWhole ? first.server : await reportOf(server, signal);
	const under = await populationUnderLoad(whole, population, active, signal);
	// Active connections that come and go hide how many of the others there are.
	const during =
		levels.reuse === 'none'
			? {...under, server: Math.min(levels.dead, under.server + active)}
			: under;
	if (isInRounds) {
		// Its window begins when it is asked, and once more it goes on until it is.
		await load.report(signal);
	}

	const windowMs = isToCompletion(levels)
		? bounds.completion
		: loadExtras.leadMs + levels.duration * 1000 + bounds.slack;
	await load.waitFor(['measured'], windowMs, signal, others);
	const second = await takeSnapshot(server, load, stage.setting);
	if (isInRounds) {
		await load.report(signal);
	}

	const drainMs = levels.trail * 1000 + loadExtras.drainMs + bounds.slack;
	const line = await load.waitFor(['result'], drainMs, signal, others);

	const after = await settledPopulation(server, population, levels.dead, signal);
	return {
		dead: levels.dead,
		...{connections: levels.connections, cipher},
		expectedStatus: levels.status,
		disjoint: topology.disjoint,
		countsInstructions,
		loadedShare: 1,
		...seen,
		...{during, earlierReplies, atLoad},
		start: first,
		end: second,
		after,
		last: await reportOf(server, signal),
		result: readEvent(loadResult, 'httperf', line),
	};
}

function rampUpMs({levels}: Standing, {setting: {bounds}}: Stage): number {
	const {connections, ramp, warmup, timeout, think} = levels;
	const seconds = connections / ramp + loadExtras.warmUps * warmup + timeout + think;
	return seconds * 1000 + bounds.slack;
}

/** Whatever a load needs to be told of that may end before it. */
export function companionsOf({server, population}: Standing): RemoteProgram[] {
	return [server, ...population.map(({deadconn}) => deadconn)];
}
