// pipetest as the rig uses it: its arguments, and its result.
import {pipetestEvents} from '../../../programs/events/pipetest.js';
import {formatCpuList} from '../../../programs/cpu-list.js';

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

const {ready, failed, result} = pipetestEvents;

export const pipetestReady = ready.pick({mechanism: true, pipes: true});

/** Some limit is too low: which, and what raises it. */
export const pipetestFailed = failed.omit({event: true, reason: true});

/** What was timed: from before the tokens are seeded until all have retired. */
export const pipetestResult = result.omit({
	...{event: true, routing: true, pipes: true, messageThreads: true, maxGeneration: true},
});
