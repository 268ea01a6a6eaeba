// A gate: a check that makes a measured cell invalid, or its pace a lower bound. Its figures are kept and drawn as such.
import {loadDefaults} from '../folder-modules.js';
import type {LeftOut, Reason} from '../method/cell.js';

/** One gate, of cells that are seen as `Seen`. Each file in the folder gates/ of a subject is one. */
export type Gate<Seen> = {
	/** What it watches, for people. */
	readonly watches: string;
	/** Where what it finds puts only the pace in doubt, and leaves what an operation cost. */
	readonly spoils?: 'pace';
	/** Where what it finds makes the pace a lower bound: something else than the subject was the limit. */
	readonly bounds?: true;
	/** What it finds comes from outside and may be gone at the next try. */
	readonly isPassing?: true;
	/** Why it cannot be asked of the cell; undefined where it can. */
	leftOut?(cell: Seen): string | undefined;
	/** Why the cell is not valid; undefined where this gate has nothing against it. */
	check(cell: Seen): string | undefined;
};
/** A gate with its name, which is its file's. */
export type NamedGate<Seen> = Gate<Seen> & {readonly name: string};

/** The gates in a folder, by name. */
export async function findGates<Seen>(folder: URL): Promise<Array<NamedGate<Seen>>> {
	const modules = await loadDefaults(folder);
	return modules.map(([name, gate]) => ({name, ...(gate as Gate<Seen>)}));
}

/** What all gates have against a cell. */
export function judge<Seen>(gates: ReadonlyArray<NamedGate<Seen>>, cell: Seen): Reason[] {
	return gates.flatMap(gate => {
		const {name, spoils, bounds, isPassing} = gate;
		const message = gate.leftOut?.(cell) === undefined ? gate.check(cell) : undefined;
		return message === undefined
			? []
			: [
					{
						...{name, message, ...(spoils && {spoils})},
						...(bounds && {bounds}),
						...(isPassing && {isPassing}),
					},
				];
	});
}

/** The gates that cannot be asked of a cell. */
export function leftOutOf<Seen>(gates: ReadonlyArray<NamedGate<Seen>>, cell: Seen): LeftOut[] {
	return gates.flatMap(gate => {
		const why = gate.leftOut?.(cell);
		return why === undefined ? [] : [{gate: gate.name, why}];
	});
}
