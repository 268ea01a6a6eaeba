// A flame graph of both sides: the instructions of an operation by who has called whom.
import type {CountedCell} from './explanation.js';
import {functionsOf} from './call-stack.js';
import {sortLevels} from './cell.js';
import type {Level} from './factor.js';

/** A function, within those that have called it. Its instructions for one operation are those of all that it calls, too. */
export type Frame = {
	readonly name: string;
	readonly a: number;
	readonly b: number;
	/** The largest first. */
	readonly children: readonly Frame[];
};

/** The point of a line that is drawn; `root` has the whole. */
type Flame = {readonly line: string; readonly x: Level; readonly root: Frame};

/** One for each line that both sides have, at the last level on the x axis that they share. */
export function flamesOf(a: readonly CountedCell[], b: readonly CountedCell[]): Flame[] {
	const lines = [...new Set(a.map(({line}) => line))].sort();
	return lines.flatMap(line => {
		const of = (cells: readonly CountedCell[], x?: Level) =>
			cells.filter(cell => cell.line === line && (x === undefined || cell.x === x));
		const x = sortLevels(of(a).map(cell => cell.x)).findLast(level => of(b, level).length > 0);
		return x === undefined ? [] : [{line, x, root: merge(of(a, x), of(b, x))}];
	});
}

type Growing = {a: number; b: number; children: Map<string, Growing>};

function merge(a: readonly CountedCell[], b: readonly CountedCell[]): Frame {
	const root = empty();
	add(root, 'a', a);
	add(root, 'b', b);
	return frameOf('all', root);
}

/** Cells are averaged. */
function add(root: Growing, side: 'a' | 'b', cells: readonly CountedCell[]): void {
	for (const {stacks} of cells) {
		for (const [stack, count] of stacks) {
			const share = count / cells.length;
			root[side] += share;
			let at = root;
			for (const name of functionsOf(stack)) {
				const next = at.children.get(name) ?? empty();
				at.children.set(name, next);
				next[side] += share;
				at = next;
			}
		}
	}
}

function empty(): Growing {
	return {a: 0, b: 0, children: new Map()};
}

function frameOf(name: string, {a, b, children}: Growing): Frame {
	const frames = [...children].map(([each, child]) => frameOf(each, child));
	return {name, a, b, children: frames.sort((one, other) => sizeOf(other) - sizeOf(one))};
}

function sizeOf({a, b}: Frame): number {
	return Math.max(a, b);
}
