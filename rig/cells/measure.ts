// A cell's life, from the start of its server to the end of its programs: one path for every study
// and every kind of host.
import {describe, Failure} from '../failure.js';
import type {RemoteProgram} from '../hosts/remote-program.js';
import type {PlannedCell} from '../plan/plan.js';
import {serverReport} from '../programs/dphttpd.js';
import {readEvent} from '../programs/events.js';
import {loadResult} from '../programs/httperf.js';
import type {CellSetting} from './cell-setting.js';
import type {Observation, Snapshot} from './observation.js';
import {settledPopulation} from './population.js';
import * as start from './start.js';

/**
 * Runs one cell and ends everything that it started.
 * @throws Failure with the cause where it could not be measured; Interrupted.
 */
export async function measureCell(cell: PlannedCell, setting: CellSetting): Promise<Observation> {
	const programs: RemoteProgram[] = [];
	let seen;
	try {
		seen = await observe(cell, setting, programs);
	} catch (error) {
		const cause = withCause(error, programs);
		await endPrograms(programs);
		throw cause;
	}

	return {...seen, badEnds: await endPrograms(programs)};
}

async function observe(
	cell: PlannedCell,
	setting: CellSetting,
	programs: RemoteProgram[],
): Promise<Omit<Observation, 'badEnds'>> {
	const {settings, signal} = setting;
	const {server, port} = await start.startServer(cell, setting, programs);
	const {deadconn, seconds} = await start.openDead(cell, port, setting, programs);
	const before = await settledPopulation(server, deadconn, cell.dead, signal);
	const others = [...programs];
	const load = await start.startLoad(port, setting, programs);

	await load.waitFor(['measuring'], rampUpMs(setting), signal, others);
	const first = await takeSnapshot(server, load, setting);
	await load.waitFor(['measured'], windowMs(setting), signal, others);
	const second = await takeSnapshot(server, load, setting);
	const line = await load.waitFor(['result'], setting.bounds.slack, signal, others);

	const after = await settledPopulation(server, deadconn, cell.dead, signal);
	return {
		dead: cell.dead,
		connections: settings.connections,
		disjoint: setting.topology.disjoint,
		setupSeconds: seconds,
		before,
		start: first,
		end: second,
		after,
		last: await reportOf(server, signal),
		result: readEvent(loadResult, 'httperf', line),
	};
}

/**
 * Ends the programs, the last started first: the dead reset their connections before the server
 * ends, so that no TIME_WAIT is left. Returns what is wrong with the way in which they ended.
 */
async function endPrograms(programs: readonly RemoteProgram[]): Promise<string[]> {
	const faults: string[] = [];
	for (const program of programs.toReversed()) {
		try {
			const {code} = await program.stop();
			if (code !== 0) {
				faults.push(program.end ?? `${program.name} is gone`);
			}
		} catch (error) {
			faults.push(describe(error));
		}
	}

	return faults;
}

async function takeSnapshot(
	server: RemoteProgram,
	load: RemoteProgram,
	{hosts, signal}: CellSetting,
): Promise<Snapshot> {
	const [report, kernel, serverDelay, clientDelay] = await Promise.all([
		reportOf(server, signal),
		hosts.server.counters(),
		server.runDelay(),
		load.runDelay(),
	]);
	return {server: report, kernel, runDelay: {server: serverDelay, client: clientDelay}};
}

async function reportOf(server: RemoteProgram, signal: AbortSignal): Promise<Snapshot['server']> {
	return readEvent(serverReport, 'dphttpd', await server.report(signal));
}

function rampUpMs({settings, bounds}: CellSetting): number {
	const {connections, rate, warmup, timeout, thinkTimeout} = settings;
	return (connections / rate + warmup + timeout + thinkTimeout) * 1000 + bounds.slack;
}

function windowMs({settings: {paper, duration}, bounds}: CellSetting): number {
	return paper ? bounds.completion : duration * 1000 + bounds.slack;
}

/** A program that died is the cause of what failed after it: the one that was started first. */
function withCause(error: unknown, programs: readonly RemoteProgram[]): unknown {
	const ended = programs.find(program => program.end !== undefined)?.end;
	return error instanceof Failure && error.name === 'Failure' && ended !== undefined
		? new Failure(error.message === ended ? ended : `${ended} (then: ${error.message})`)
		: error;
}
