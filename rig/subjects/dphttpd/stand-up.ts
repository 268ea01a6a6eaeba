// A server with its dead population: what stands before a load begins.
import type {RemoteProgram} from '../../site/remote-program.js';
import type {Point} from '../../method/plan.js';
import type {Observation} from './observation.js';
import {type DeadPart, settledPopulation} from './population.js';
import type {DphttpdSetting} from './setting.js';
import {takeMemory} from './snapshot.js';
import * as start from './start.js';

/** What stands, and what was seen of it while it was stood up. */
export type Standing = {
	readonly server: RemoteProgram;
	readonly port: number;
	/** Of the process that serves: a server of others is not the program that was started for it. */
	readonly pid: number;
	/** On each host that has dead connections; a population that has grown has several parts there. */
	readonly population: readonly DeadPart[];
	readonly seen: Pick<Observation, 'opened' | 'setupSeconds' | 'memory' | 'before'>;
};

/** Starts a server and opens its dead population. `programs` gets what was started. */
export async function standUp(
	cell: Point,
	setting: DphttpdSetting,
	programs: RemoteProgram[],
): Promise<Standing> {
	const started = await start.startServer(cell, setting, programs);
	return grow({...started, population: []}, cell, setting, programs);
}

/** Opens what a dead population lacks of `cell`'s. `programs` gets what was started. */
export async function grow(
	{server, port, pid, population}: Omit<Standing, 'seen'>,
	{count}: Point,
	setting: DphttpdSetting,
	programs: RemoteProgram[],
): Promise<Standing> {
	const opened = count - population.reduce((sum, {dead}) => sum + dead, 0);
	const memoryBefore = await takeMemory(server, setting);
	const place = population.length;
	const added = await start.openDead({count: opened, port, place}, setting, programs);
	const whole = [...population, ...added.population];
	const before = await settledPopulation(server, whole, count, setting.signal);
	const memoryAfter = await takeMemory(server, setting);
	return {
		...{server, port, pid},
		population: whole,
		seen: {
			opened,
			setupSeconds: added.seconds,
			memory: {before: memoryBefore, after: memoryAfter},
			before,
		},
	};
}
