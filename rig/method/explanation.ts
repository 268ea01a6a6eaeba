// Where a difference comes from: the instructions of an operation by function, on A and on B.
import {linearRegression, mean} from 'simple-statistics';
import {sortLevels} from './cell.js';
import type {Level} from './factor.js';

/** One cell: instructions for one operation, as measured, and as counted by function. */
export type CountedCell = {
	readonly line: string;
	readonly x: Level;
	readonly measured: number;
	/** By who has called whom: rig/method/call-stack.ts. */
	readonly stacks: ReadonlyMap<string, number>;
	/** By function: that of each stack that runs. */
	readonly functions: ReadonlyMap<string, number>;
};

/** A function's instructions for one operation. */
type FunctionDifference = {readonly name: string; readonly a: number; readonly b: number};

/** A point of both sides; or, without `x`, what each one more on the x axis costs. */
export type Explanation = {
	readonly line: string;
	readonly x: Level | undefined;
	/** The largest difference first. */
	readonly functions: readonly FunctionDifference[];
	/** What all functions come to. */
	readonly sum: readonly [number, number];
	readonly measured: readonly [number, number];
};

/** By how much the functions may miss what was measured. */
export const TOLERANCE = 0.02;

/**
 * Explains the points that both sides have, and, of lines with several counts on the x axis, what each one
 * more costs: a straight line of each function, by least squares, so that they add up as well.
 */
export function explain(a: readonly CountedCell[], b: readonly CountedCell[]): Explanation[] {
	const lines = [...new Set(a.map(({line}) => line))].sort();
	return lines.flatMap(line => {
		const of = (cells: readonly CountedCell[]) => cells.filter(cell => cell.line === line);
		const shared = sortLevels(of(a).map(({x}) => x)).filter(x => of(b).some(cell => cell.x === x));
		const at = (levels: readonly Level[]): Sides => [
			of(a).filter(({x}) => levels.includes(x)),
			of(b).filter(({x}) => levels.includes(x)),
		];
		return [
			...shared.map(x => compare(line, x, at([x]), average)),
			...(shared.length > 1 && shared.every(x => typeof x === 'number')
				? [compare(line, undefined, at(shared), slope)]
				: []),
		];
	});
}

/** Whether the functions add up to what was measured, on both sides. */
export function addsUp({sum, measured}: Explanation): boolean {
	return sum.every((value, side) => Math.abs(value / (measured[side] ?? 0) - 1) <= TOLERANCE);
}

type Sides = readonly [readonly CountedCell[], readonly CountedCell[]];

/** What cells come to in something that each has a value of. */
type Estimate = (cells: readonly CountedCell[], of: (cell: CountedCell) => number) => number;

const average: Estimate = (cells, of) => mean(cells.map(of));

const slope: Estimate = (cells, of) =>
	linearRegression(cells.map(cell => [Number(cell.x), of(cell)])).m;

function compare(
	line: string,
	x: Level | undefined,
	sides: Sides,
	estimate: Estimate,
): Explanation {
	const names = new Set(sides.flat().flatMap(({functions}) => [...functions.keys()]));
	const both = (of: (cell: CountedCell) => number): [number, number] => [
		estimate(sides[0], of),
		estimate(sides[1], of),
	];
	return {
		...{line, x},
		functions: [...names]
			.map(name => {
				const [a, b] = both(({functions}) => functions.get(name) ?? 0);
				return {name, a, b};
			})
			.sort((one, other) => Math.abs(other.b - other.a) - Math.abs(one.b - one.a)),
		sum: both(({functions}) => [...functions.values()].reduce((total, each) => total + each, 0)),
		measured: both(({measured}) => measured),
	};
}
