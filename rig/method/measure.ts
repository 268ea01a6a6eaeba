// Measures: the named figures of a cell, and what is known of each.

/** How much of a cell is in doubt: how fast it went, or all of it. */
type Doubt = 'pace' | 'cell';

/** A figure that a subject measures. */
export type Measure = {
	/** A panel of a graph, as in Reply rate. */
	readonly title: string;
	/** Of its values, what they are per included: replies/s, µs/reply. */
	readonly unit: string;
	/** A column of a table; its title and unit where it has none. */
	readonly short?: string;
	/** A column of a CSV file. */
	readonly column: string;
	readonly better: 'more' | 'less';
	/** From which doubt on it says nothing: what only disturbs the pace leaves what an operation cost. */
	readonly spoiledBy: Doubt;
	/** Digits behind the point, for people. */
	readonly digits: number;
	/** A part of it, drawn dashed in its panel. */
	readonly part?: {readonly measure: string; readonly whole: string; readonly part: string};
	/** A scaling law of it: the cost of an operation in microseconds, or thousands of instructions, from a value. */
	readonly costUs?: (value: number) => number;
	/** What a law of it is said to be of: CPU (time), or instructions. */
	readonly basis?: string;
};

/** A measure with its name. */
export type NamedMeasure = Measure & {readonly name: string};

/**
 * Measures by name. A name that ends in .* stands for all that begin like it: what comes after the dot
 * is put in place of * in title and column.
 */
export type Measures = Readonly<Record<string, Measure>>;

/** The measure of that name; undefined where a subject has none. */
export function findMeasure(measures: Measures, name: string): NamedMeasure | undefined {
	const own = measures[name];
	if (own !== undefined) {
		return {name, ...own};
	}

	const family = Object.keys(measures).find(
		each => each.endsWith('.*') && name.startsWith(each.slice(0, -1)),
	);
	const found = family === undefined ? undefined : measures[family];
	if (family === undefined || found === undefined) {
		return undefined;
	}

	const rest = name.slice(family.length - 1);
	const {title, column, short, ...others} = found;
	return {
		name,
		...others,
		title: title.replace('*', rest),
		column: column.replace('*', rest.replaceAll(/\W/g, '_')),
		...(short !== undefined && {short: short.replace('*', rest)}),
	};
}

/** What `of` makes of each measure, by name; a measure of which it makes nothing is left out. */
export function byMeasure<M extends string | NamedMeasure, T>(
	measures: readonly M[],
	of: (measure: M) => T | undefined,
): Record<string, T> {
	return Object.fromEntries(
		measures.flatMap(measure => {
			const found = of(measure);
			const name = typeof measure === 'string' ? measure : measure.name;
			return found === undefined ? [] : [[name, found]];
		}),
	);
}

/** Its title, or the short name that a table has room for. */
export function columnOf({short, title, unit}: Measure): string {
	return short ?? `${title} [${unit}]`;
}

const formats = new Map<number, Intl.NumberFormat>();

/** A value as people read it. */
export function formatMeasure({digits}: Pick<Measure, 'digits'>, value: number): string {
	const format =
		formats.get(digits) ??
		new Intl.NumberFormat('en-US', {minimumFractionDigits: digits, maximumFractionDigits: digits});
	formats.set(digits, format);
	return format.format(value);
}
