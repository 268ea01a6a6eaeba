// What a chart is: data only, with nothing about how it is drawn. Its picture (draw-graph.ts) and
// the report's page draw the same description.

/** How an axis spreads its values. A 'log' x axis has a place of its own for 0, left of the rest. */
export type Scale = 'linear' | 'log';

/**
 * What is known of a point. 'ok': joined with its neighbours. 'at-least': a lower bound, joined too,
 * with an arrow upwards. 'invalid': hollow and in no line.
 */
export type State = 'ok' | 'at-least' | 'invalid';

/** One measured point, with its interval if it has one: both ends or none. */
export type Point = {
	/** Where the x axis has labels, the index of one. */
	readonly x: number;
	readonly y: number;
	readonly low?: number;
	readonly high?: number;
	readonly state: State;
	/** What else is known of it, for whoever points at it. */
	readonly note?: string;
};

/** One curve. Curves of one name have one colour and one marker, in every chart. */
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

/** The axis that all panels share. Its values are not negative. */
export type XAxis = {
	readonly label: string;
	/** Behind a number, as in 1,000 dead. */
	readonly unit: string;
	readonly scale: Scale;
	/** The names of choices, where x is no quantity: a point's x is the index of one. */
	readonly labels?: readonly string[];
};

/** Panels one under the other, with one x axis. */
export type Chart = {
	readonly title: string;
	readonly subtitle: string;
	readonly caption: string;
	readonly x: XAxis;
	readonly panels: readonly Panel[];
};
