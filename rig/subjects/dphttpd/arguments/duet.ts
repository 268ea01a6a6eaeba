// duet as the rig uses it: its arguments, and its result.
import {z} from 'zod';
import {duetEvents} from '../../../../programs/events/duet.js';
import {formatCpuList} from '../../../../programs/cpu-list.js';
import {loadResult} from './httperf.js';
import {type Request, requestArguments, securityArguments} from './request.js';

/** Two servers, and how they are loaded; times in seconds, but for the slice. */
export type DuetArguments = {
	readonly address: string;
	readonly servers: ReadonlyArray<{
		readonly port: number;
		/** Of its processes; none: their processor time cannot be read where the load runs. */
		readonly pids: readonly number[];
	}>;
	readonly connections: number;
	readonly request: Request;
	/** What both speak. */
	readonly security: string;
	/** In milliseconds. */
	readonly slice: number;
	readonly warmup: number;
	readonly duration: number;
	readonly timeout: number;
	readonly cpus: readonly number[];
};

/** The arguments of a duet. */
export function duetArguments(duet: DuetArguments): string[] {
	return [
		...duet.servers.map(({port, pids}) =>
			pids.length === 0 ? String(port) : `${port}:${pids.join('+')}`,
		),
		...requestArguments('--uri', duet.request),
		...securityArguments(duet),
		...['--address', duet.address, '--num-conns', String(duet.connections)],
		...['--slice', String(duet.slice), '--warmup', String(duet.warmup)],
		...['--duration', String(duet.duration), '--timeout', String(duet.timeout)],
		...['--cpus', formatCpuList(duet.cpus)],
	];
}

const {reason, slices} = duetEvents.result.shape;
/** Connections of each side that were open when all had been opened, or had failed. */
export const duetConnected = duetEvents.connected.pick({connections: true});

export const duetResult = z.looseObject({reason, a: loadResult, b: loadResult, slices});
