// A pipetest cell's life: one program, from its start to its end.
import {withPrograms} from '../programs.js';
import {type CellSetting, serverOf} from '../../site/cell-setting.js';
import {Failure} from '../../failure.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import type {PlannedCell} from '../../method/plan.js';
import type {PipetestSettings} from '../../run/settings.js';
import {readEvent} from '../events.js';
import {pipetestArguments, pipetestFailed, pipetestReady, pipetestResult} from './program.js';
import type {PipetestSeen} from './judged.js';

/**
 * Runs one cell and ends its program.
 * @throws Failure with the cause where it could not be measured; Interrupted.
 */
export async function measurePipes(
	cell: PlannedCell,
	setting: CellSetting,
	settings: PipetestSettings,
): Promise<PipetestSeen> {
	const {seen, badEnds} = await withPrograms(async programs =>
		observe(cell, setting, settings, programs),
	);
	return {settings, result: seen, badEnds};
}

async function observe(
	{mechanism: name, count: pipes}: PlannedCell,
	{hosts, topology, bounds, signal}: CellSetting,
	{paper, duration, messageThreads, maxGeneration, routing}: PipetestSettings,
	programs: RemoteProgram[],
): Promise<PipetestSeen['result']> {
	const extent = paper ? 'one life' : {minDuration: duration};
	const {host, mechanism} = serverOf(hosts, name);
	const program = await host.start(
		'pipetest',
		pipetestArguments({
			...{mechanism, pipes, messageThreads, maxGeneration, routing, extent},
			cpus: topology.server,
		}),
	);
	programs.push(program);
	const line = await program.waitFor(['ready', 'failed'], bounds.ready, signal);
	if (line['event'] === 'failed') {
		const {limit, value, needed, remedy} = readEvent(pipetestFailed, 'pipetest', line);
		throw new Failure(`${limit} is ${value}, needed are ${needed}; ${remedy}`);
	}

	const ready = readEvent(pipetestReady, 'pipetest', line);
	if (ready.mechanism !== mechanism) {
		throw new Failure(`pipetest waits with ${ready.mechanism}, not with ${mechanism}`);
	}

	const most = paper ? bounds.completion : duration * 1000 + bounds.slack;
	return readEvent(pipetestResult, 'pipetest', await program.waitFor(['result'], most, signal));
}
