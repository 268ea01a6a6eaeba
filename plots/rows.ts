// The rows that graphs are made of.

/** A median with its confidence interval, from `n` repeats. */
export type Estimate = {
	readonly median: number;
	readonly low: number;
	readonly high: number;
	readonly n: number;
};

/**
 * The valid cells of one mechanism at one number of dead connections, or pipes: replies, or passes,
 * a second, and microseconds of processor time for each.
 */
export type PointRow = {
	readonly mechanism: string;
	readonly count: number;
	readonly rate?: Estimate;
	readonly cpuUserUs?: Estimate;
	readonly cpuSystemUs?: Estimate;
};

/** A cell that a gate made invalid, or, with no figures, one that was not run; and why. */
export type InvalidCell = {
	readonly mechanism: string;
	readonly count: number;
	readonly rate?: number;
	readonly cpuUserUs?: number;
	readonly cpuSystemUs?: number;
	readonly reason: string;
};

/** What the axes are of. */
export type GraphWords = {
	/** What is counted, as in Dead connections. */
	readonly counted: string;
	/** What is done, as in reply and replies. */
	readonly operation: string;
	readonly operations: string;
	/** How often it is done, as in Reply rate. */
	readonly rate: string;
	/** Whose processor time it costs. */
	readonly worker: string;
};

/** What a study says of itself: its question, the machine and kernel, what it does not measure. */
export type GraphText = {
	readonly question: string;
	readonly machine: string;
	/** The scaling laws of its curves, in a sentence. */
	readonly laws?: string;
	readonly notMeasured?: string;
};
