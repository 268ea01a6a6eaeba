// What a run of pipetest came to.
import type {Routing} from './routing.js';
import type {Taken} from './stopwatch.js';

/** The setting, and what was timed: from before the tokens are seeded until all have retired. */
export type PipetestResult = Taken & {
	readonly mechanism: string;
	readonly routing: Routing;
	readonly pipes: number;
	readonly messageThreads: number;
	readonly maxGeneration: number;
	/** How often all tokens were seeded and retired. */
	readonly lives: number;
	readonly passes: number;
	/** What a call from JavaScript costs before the C library does anything, in nanoseconds. */
	readonly callNs: number;
};
