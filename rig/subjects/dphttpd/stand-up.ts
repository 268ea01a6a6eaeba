// A server with its dead population: what stands before a load begins.
import type {Host} from '../../site/host.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import type {ResolvedPoint, Stage} from '../subject.js';
import {type DphttpdLevels, levelsOf} from './factors.js';
import type {Observation} from './observation.js';
import {type DeadPart, settledPopulation} from './population.js';
import {takeMemory} from './snapshot.js';
import * as start from './start.js';

/** What stands, and what was seen of it while it was stood up. */
export type Standing = {
	readonly levels: DphttpdLevels;
	readonly server: RemoteProgram;
	/** That the server is on. */
	readonly host: Host;
	readonly address: string;
	readonly port: number;
	/** Where its dead connections go. */
	readonly deadPort: number;
	/** Of the processes that serve: neither a server of others nor a worker is the program that was started. */
	readonly pids: readonly number[];
	/** Inside TLS: version, key exchange, cipher and library. */
	readonly cipher: string | undefined;
	/** On each host that has dead connections; a population that has grown has several parts there. */
	readonly population: readonly DeadPart[];
	readonly seen: Pick<Observation, 'processors' | 'opened' | 'setupSeconds' | 'memory' | 'before'>;
};

/** Starts a server, or takes the one that stands, and opens what its dead population lacks. */
export async function standUp(
	point: ResolvedPoint,
	stage: Stage,
	former?: Standing,
): Promise<Standing> {
	const levels = levelsOf(point.levels);
	const {signal} = stage.setting;
	const {server, host, address, port, deadPort, pids, cipher, population} = former ?? {
		...(await start.startServer(point, stage)),
		population: [],
	};
	const opened = levels.dead - population.reduce((sum, {dead}) => sum + dead, 0);
	const memoryBefore = await takeMemory(server, host, signal);
	const place = population.length;
	const added = await start.openDead(
		{count: opened, address, port: deadPort, place},
		levels,
		stage,
	);
	const whole = [...population, ...added.population];
	const before = await settledPopulation(server, whole, levels.dead, signal);
	const memoryAfter = await takeMemory(server, host, signal);
	return {
		...{levels, server, host, address, port, deadPort, pids, cipher},
		population: whole,
		seen: {
			processors: Math.min(levels.workers, stage.setting.topology.server.length),
			opened,
			setupSeconds: added.seconds,
			memory: {before: memoryBefore, after: memoryAfter},
			before,
		},
	};
}
