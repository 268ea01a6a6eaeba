// The rows that graphs are made of.

/** A median with its confidence interval, from `n` repeats. */
export type Estimate = {
	readonly median: number;
	readonly low: number;
	readonly high: number;
	readonly n: number;
};

/**
 * The valid cells of one mechanism at one number of dead connections: replies a second, and
 * microseconds of the server's processor time for each reply.
 */
export type PointRow = {
	readonly mechanism: string;
	readonly dead: number;
	readonly replyRate?: Estimate;
	readonly cpuUserUs?: Estimate;
	readonly cpuSystemUs?: Estimate;
};

/** A cell that a gate made invalid, or, with no figures, one that was not run; and why. */
export type InvalidCell = {
	readonly mechanism: string;
	readonly dead: number;
	readonly replyRate?: number;
	readonly cpuUserUs?: number;
	readonly cpuSystemUs?: number;
	readonly reason: string;
};

/** What a study says of itself: its question, the machine and kernel, what it does not measure. */
export type GraphText = {
	readonly question: string;
	readonly machine: string;
	readonly notMeasured?: string;
};
