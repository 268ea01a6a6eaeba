// A server with its dead population: what stands before a load begins.
import type {RemoteProgram} from '../../hosts/remote-program.js';
import type {Point} from '../../plan/plan.js';
import type {Observation} from './observation.js';
import {type DeadPart, settledPopulation} from './population.js';
import type {DphttpdSetting} from './setting.js';
import {takeMemory} from './snapshot.js';
import * as start from './start.js';

/** What stands, and what was seen of it while it was stood up. */
export type Standing = {
	readonly server: RemoteProgram;
	readonly port: number;
	/** On each host that has dead connections. */
	readonly population: readonly DeadPart[];
	readonly seen: Pick<Observation, 'setupSeconds' | 'memory' | 'before'>;
};

/** Starts a server and opens its dead population. `programs` gets what was started. */
export async function standUp(
	cell: Point,
	setting: DphttpdSetting,
	programs: RemoteProgram[],
): Promise<Standing> {
	const {server, port} = await start.startServer(cell, setting, programs);
	const memoryBefore = await takeMemory(server, setting);
	const {population, seconds} = await start.openDead(cell, port, setting, programs);
	const before = await settledPopulation(server, population, cell.count, setting.signal);
	const memoryAfter = await takeMemory(server, setting);
	return {
		server,
		port,
		population,
		seen: {
			setupSeconds: seconds,
			memory: {before: memoryBefore, after: memoryAfter},
			before,
		},
	};
}
