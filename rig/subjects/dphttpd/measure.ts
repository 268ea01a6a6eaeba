// A dphttpd cell's life, from the start of its server to the end of its programs: one path for every
// study and every kind of host.
import {withPrograms} from '../programs.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import type {PlannedCell} from '../../method/plan.js';
import {readEvent} from '../events.js';
import {loadConnected, loadResult} from './programs/httperf.js';
import type {Observation} from './observation.js';
import {populationUnderLoad, settledPopulation} from './population.js';
import type {DphttpdSetting} from './setting.js';
import {reportOf, takeCounters, takeSnapshot} from './snapshot.js';
import {type Standing, standUp} from './stand-up.js';
import {startLoad} from './start.js';

/**
 * Runs one cell and ends everything that it started.
 * @throws Failure with the cause where it could not be measured; Interrupted.
 */
export async function measureCell(
	cell: PlannedCell,
	setting: DphttpdSetting,
): Promise<Observation> {
	const {seen, badEnds} = await withPrograms(async programs =>
		observe(cell, await standUp(cell, setting, programs), setting, programs),
	);
	return {...seen, badEnds};
}

/** Loads what stands. `programs` gets what was started. */
export async function observe(
	cell: PlannedCell,
	{server, port, population, seen}: Standing,
	setting: DphttpdSetting,
	programs: RemoteProgram[],
): Promise<Omit<Observation, 'badEnds'>> {
	const {settings, signal} = setting;
	const others = [server, ...population.map(({deadconn}) => deadconn)];
	const {replies: earlierReplies} = await reportOf(server, signal);
	const atLoad = await takeCounters(setting);
	const load = await startLoad(port, setting, programs);

	// Taking it costs processor time: before the window, where there is a warm-up.
	await load.waitFor(['warm', 'measuring'], rampUpMs(setting), signal, others);
	const first = await takeSnapshot(server, load, setting);
	// A load to completion is measured from its first connection on: others are still to come.
	const wasWhole = load.lines('connected').length > 0;
	const connected = await load.waitFor(['connected'], rampUpMs(setting), signal, others);
	const active = readEvent(loadConnected, 'httperf', connected).connections;
	const whole = wasWhole ? first.server : await reportOf(server, signal);
	const during = await populationUnderLoad(whole, population, active, signal);
	await load.waitFor(['measured'], windowMs(setting), signal, others);
	const second = await takeSnapshot(server, load, setting);
	const line = await load.waitFor(['result'], setting.bounds.slack, signal, others);

	const after = await settledPopulation(server, population, cell.count, signal);
	return {
		dead: cell.count,
		connections: settings.connections,
		disjoint: setting.topology.disjoint,
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

function rampUpMs({settings, bounds}: DphttpdSetting): number {
	const {connections, rate, warmup, timeout, thinkTimeout} = settings;
	return (connections / rate + warmup + timeout + thinkTimeout) * 1000 + bounds.slack;
}

function windowMs({settings: {paper, duration}, bounds}: DphttpdSetting): number {
	return paper ? bounds.completion : duration * 1000 + bounds.slack;
}
