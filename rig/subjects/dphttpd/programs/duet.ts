// duet as the rig uses it: its arguments, and its result.
import {z} from 'zod';
import {formatCpuList} from '../../../agent/cpu-list.js';
import {loadResult} from './httperf.js';

/** Two servers, and how they are loaded; times in seconds, but for the slice. */
export type DuetArguments = {
	readonly address: string;
	readonly servers: ReadonlyArray<{readonly port: number; readonly pid: number}>;
	readonly connections: number;
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
		...duet.servers.map(({port, pid}) => `${port}:${pid}`),
		...['--address', duet.address, '--num-conns', String(duet.connections)],
		...['--slice', String(duet.slice), '--warmup', String(duet.warmup)],
		...['--duration', String(duet.duration), '--timeout', String(duet.timeout)],
		...['--cpus', formatCpuList(duet.cpus)],
	];
}

/** Slices in their order, A B B A: side, seconds, replies, seconds of the server's processors. */
export const slicesSchema = z.array(
	z.tuple([z.literal([0, 1]), z.number(), z.number(), z.number()]),
);
export type Slices = z.infer<typeof slicesSchema>;

/** Connections of each side that were open when all had been opened, or had failed. */
export const duetConnected = z.object({connections: z.tuple([z.number(), z.number()])});

export const duetResult = z.looseObject({
	reason: z.string(),
	a: loadResult,
	b: loadResult,
	slices: slicesSchema,
});
