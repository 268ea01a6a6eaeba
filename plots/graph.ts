// What a graph is: data only, with nothing about how it is drawn.

/** How an axis spreads its values. A 'log' x axis has a place of its own for 0, left of the rest. */
export type Scale = 'linear' | 'log';

/** One measured point with its interval, if it has one; a point that is not valid is drawn hollow. */
export type Point = {
	readonly x: number;
	readonly y: number;
	readonly low?: number;
	readonly high?: number;
	readonly valid: boolean;
	/** What else is known of it, for whoever points at it. */
	readonly note?: string;
};

/** One curve. Curves of one name have one colour and one marker, in every graph. */
export type Series = {
	readonly name: string;
	/** Dotted: of somebody else. */
	readonly line: 'solid' | 'dashed' | 'dotted';
	readonly points: readonly Point[];
};

/** One plot. `lineKey` says what its solid and its dashed lines are, where it has both. */
export type Panel = {
	readonly label: string;
	readonly scale: Scale;
	/** A linear axis begins at 0; a log axis never does. */
	readonly fromZero: boolean;
	readonly lineKey?: {readonly solid: string; readonly dashed: string};
	readonly series: readonly Series[];
	/** Values to hold the curves against: each is a dotted line from side to side. */
	readonly levels?: readonly number[];
};

/** A picture: panels one under the other, with one x axis. x values are not negative. */
export type Graph = {
	readonly title: string;
	readonly subtitle: string;
	readonly caption: string;
	readonly x: {readonly label: string; readonly scale: Scale};
	readonly panels: readonly Panel[];
};
