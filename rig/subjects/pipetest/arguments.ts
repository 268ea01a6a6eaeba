// pipetest as the rig uses it: its arguments, and its result.
import {z} from 'zod';
import {formatCpuList} from '../../agent/cpu-list.js';
import {cpuTime} from '../events.js';

/** One run of pipetest. */
type PipetestRun = {
	readonly mechanism: string;
	readonly pipes: number;
	readonly messageThreads: number;
	readonly maxGeneration: number;
	readonly routing: string;
	readonly cpus: readonly number[];
	/** One life of the tokens as in 2002, or lives for at least so many seconds. */
	readonly extent: 'one life' | {readonly minDuration: number};
};

/** The arguments, in the order of the study: MECHANISM num_pipes message_threads max_generation. */
export function pipetestArguments(run: PipetestRun): string[] {
	const {mechanism, pipes, messageThreads, maxGeneration, routing, cpus, extent} = run;
	return [
		mechanism,
		...[pipes, messageThreads, maxGeneration].map(String),
		...['--json', '--routing', routing, '--cpus', formatCpuList(cpus)],
		...(extent === 'one life' ? ['--paper'] : ['--min-duration', String(extent.minDuration)]),
	];
}

export const pipetestReady = z.object({mechanism: z.string(), pipes: z.int()});

/** Some limit is too low: which, and what raises it. */
export const pipetestFailed = z.object({
	limit: z.string(),
	value: z.string(),
	needed: z.string(),
	remedy: z.string(),
});

/** What was timed: from before the tokens are seeded until all have retired. */
export const pipetestResult = z.object({
	mechanism: z.string(),
	lives: z.int(),
	passes: z.int(),
	seconds: z.number(),
	passesPerSecond: z.number(),
	waits: z.number(),
	controls: z.number(),
	syscalls: z.record(z.string(), z.number()),
	cpu: cpuTime,
	/** Bytes. */
	rss: z.number(),
});
