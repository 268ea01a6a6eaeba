// Which gates could not be asked of some cells, and why: for people.
import type {LeftOut} from '../method/cell.js';

/** A cell, and what people call what it is of. */
type Named = {readonly name: string; readonly leftOut?: readonly LeftOut[] | undefined};

/** A line for each gate and cause. */
export function describeLeftOut(cells: readonly Named[]): string[] {
	const names = new Map<string, Set<string>>();
	for (const {name, leftOut = []} of cells) {
		for (const {gate, why} of leftOut) {
			const text = `gate ${gate}: ${why}`;
			names.set(text, (names.get(text) ?? new Set()).add(name));
		}
	}

	return [...names].map(([text, of]) => `left out (${[...of].sort().join(', ')}): ${text}`);
}
