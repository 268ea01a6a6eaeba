// A dphttpd cell's life, from the start of its server to the end of its programs: one path for every
// study and every kind of host.
import {withPrograms} from '../../cells/programs.js';
import type {RemoteProgram} from '../../hosts/remote-program.js';
import type {PlannedCell} from '../../plan/plan.js';
import {serverReport} from '../../programs/dphttpd.js';
import {readEvent} from '../../programs/events.js';
import {loadResult} from '../../programs/httperf.js';
import type {MemoryUse, Observation, Snapshot} from './observation.js';
import {settledPopulation} from './population.js';
import type {DphttpdSetting} from './setting.js';
import * as start from './start.js';

/**
 * Runs one cell and ends everything that it started.
 * @throws Failure with the cause where it could not be measured; Interrupted.
 */
export async function measureCell(
	cell: PlannedCell,
	setting: DphttpdSetting,
): Promise<Observation> {
	const {seen, badEnds} = await withPrograms(async programs => observe(cell, setting, programs));
	return {...seen, badEnds};
}

async function observe(
	cell: PlannedCell,
	setting: DphttpdSetting,
	programs: RemoteProgram[],
): Promise<Omit<Observation, 'badEnds'>> {
	const {settings, signal} = setting;
	const {server, port} = await start.startServer(cell, setting, programs);
	const memoryBefore = await takeMemory(server, setting);
	const {deadconn, seconds} = await start.openDead(cell, port, setting, programs);
	const before = await settledPopulation(server, deadconn, cell.count, signal);
	const memoryAfter = await takeMemory(server, setting);
	const others = [...programs];
	const load = await start.startLoad(port, setting, programs);

	await load.waitFor(['measuring'], rampUpMs(setting), signal, others);
	const first = await takeSnapshot(server, load, setting);
	await load.waitFor(['measured'], windowMs(setting), signal, others);
	const second = await takeSnapshot(server, load, setting);
	const line = await load.waitFor(['result'], setting.bounds.slack, signal, others);

	const after = await settledPopulation(server, deadconn, cell.count, signal);
	return {
		dead: cell.count,
		connections: settings.connections,
		disjoint: setting.topology.disjoint,
		setupSeconds: seconds,
		memory: {before: memoryBefore, after: memoryAfter},
		before,
		start: first,
		end: second,
		after,
		last: await reportOf(server, signal),
		result: readEvent(loadResult, 'httperf', line),
	};
}

async function takeSnapshot(
	server: RemoteProgram,
	load: RemoteProgram,
	{hosts, signal}: DphttpdSetting,
): Promise<Snapshot> {
	const [report, kernel, serverDelay, clientDelay] = await Promise.all([
		reportOf(server, signal),
		hosts.server.counters(),
		server.runDelay(),
		load.runDelay(),
	]);
	return {server: report, kernel, runDelay: {server: serverDelay, client: clientDelay}};
}

async function takeMemory(
	server: RemoteProgram,
	{hosts, signal}: DphttpdSetting,
): Promise<MemoryUse> {
	const [{rss}, {slab}] = await Promise.all([reportOf(server, signal), hosts.server.counters()]);
	return {slab, rss};
}

async function reportOf(server: RemoteProgram, signal: AbortSignal): Promise<Snapshot['server']> {
	return readEvent(serverReport, 'dphttpd', await server.report(signal));
}

function rampUpMs({settings, bounds}: DphttpdSetting): number {
	const {connections, rate, warmup, timeout, thinkTimeout} = settings;
	return (connections / rate + warmup + timeout + thinkTimeout) * 1000 + bounds.slack;
}

function windowMs({settings: {paper, duration}, bounds}: DphttpdSetting): number {
	return paper ? bounds.completion : duration * 1000 + bounds.slack;
}
