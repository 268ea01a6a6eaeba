// What pipetest is told.
import type {Routing} from './routing.js';

/** One run. Times in seconds. */
export type PipetestOptions = {
	readonly mechanism: string;
	readonly pipes: number;
	/** Tokens on their way at once: the original's message_threads. */
	readonly messageThreads: number;
	/** Passes after which a token retires. */
	readonly maxGeneration: number;
	readonly routing: Routing;
	/** How long tokens pass untimed before, so that V8 has compiled what is hot. */
	readonly warmup: number;
	/** Whole lives are repeated for at least so long; undefined: one life. */
	readonly minDuration: number | undefined;
	readonly cpus: readonly number[] | undefined;
	readonly json: boolean;
};
