// A gate: a check that makes a measured cell invalid. Its figures are kept and drawn as such.
import type {Observation} from './cells/observation.js';
import {loadDefaults} from './folder-modules.js';
import type {Figures, Reason} from './results/row.js';

/** What a gate judges. */
export type Judged = {readonly seen: Observation; readonly figures: Figures};

/** One gate. Each file in rig/gates/ is one; its name is the file's. */
export type Gate = {
	/** What it watches, for people. */
	readonly watches: string;
	/** Where what it finds leaves the figures good but for the reply rate. */
	readonly spoils?: 'rate';
	/** Why the cell is not valid; undefined where this gate has nothing against it. */
	check(cell: Judged): string | undefined;
};
export type NamedGate = Gate & {readonly name: string};

/** All gates, by name. */
export async function findGates(): Promise<NamedGate[]> {
	const modules = await loadDefaults(new URL('gates/', import.meta.url));
	return modules.map(([name, gate]) => ({name, ...(gate as Gate)}));
}

/** What all gates have against a cell. */
export function judge(gates: readonly NamedGate[], cell: Judged): Reason[] {
	return gates.flatMap(gate => {
		const message = gate.check(cell);
		return message === undefined
			? []
			: [{name: gate.name, message, ...(gate.spoils && {spoils: gate.spoils})}];
	});
}
