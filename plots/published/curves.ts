// The curves of a published table.

/** One figure: `y` at `x`, and its standard deviation where that was published. */
type PublishedPoint = {readonly x: number; readonly y: number; readonly deviation?: number};

/** One curve, by the name that it was published under. */
export type PublishedCurve = {readonly name: string; readonly points: readonly PublishedPoint[]};

const DEVIATION = '_stddev';

/**
 * A curve for each column that is neither x nor a deviation; where `by` names a column and its unit, as
 * in `msgsize, bytes`, one for each of its values.
 */
export function curvesOf(
	header: readonly string[],
	rows: ReadonlyArray<readonly string[]>,
	x: string,
	by?: string,
): PublishedCurve[] {
	const [group = '', unit = ''] = by?.split(', ') ?? [];
	const records = rows.map(row => new Map(header.map((name, index) => [name, row[index] ?? ''])));
	const names = header.filter(name => name !== group && name !== x && !name.endsWith(DEVIATION));
	const groups = [...new Set(records.map(record => record.get(group)))];
	return groups.flatMap(value =>
		names.map(name => ({
			name: value === undefined ? name : `${name}, ${value} ${unit}`,
			points: records
				.filter(record => record.get(group) === value)
				.map(record => pointOf(record, x, name)),
		})),
	);
}

function pointOf(record: ReadonlyMap<string, string>, x: string, name: string): PublishedPoint {
	const deviation = record.get(name + DEVIATION);
	return {
		x: Number(record.get(x)),
		y: Number(record.get(name)),
		...(deviation !== undefined && {deviation: Number(deviation)}),
	};
}
