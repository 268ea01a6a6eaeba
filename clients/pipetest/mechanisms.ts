// The mechanisms that pipetest passes tokens with: every poller, and completions beside them.
import {
	findByName,
	findMechanisms,
	findPollers,
	type NamedMechanism,
} from '../../linux/mechanisms.js';
import type {Pipes} from './pipes.js';
import {openReadinessRelay} from './readiness-relay.js';
import type {Course, Relay, RelayModule} from './relay.js';

/** A mechanism, as pipetest uses it. */
export type PipeMechanism = NamedMechanism & {
	/** Whether its pipes must be blocking ones. */
	readonly isBlocking: boolean;
	open(pipes: Pipes, course: Course): Relay;
};

/** All mechanisms, by name, each with what its probe found. */
export async function findPipeMechanisms(): Promise<PipeMechanism[]> {
	const pollers = await findPollers();
	const folder = new URL('completions/', import.meta.url);
	const completions = await findMechanisms<RelayModule>(folder);
	return [
		...pollers.map(({name, aliases, probe, module}) => ({
			...{name, aliases, probe},
			kind: 'readiness' as const,
			isBlocking: false,
			open: (pipes: Pipes, course: Course) =>
				openReadinessRelay(module.open(pipes.readEnds.length), pipes, course),
		})),
		...completions.map(({name, aliases, probe, module}) => ({
			...{name, aliases, probe},
			kind: 'completion' as const,
			isBlocking: module.isBlocking,
			open: (pipes: Pipes, course: Course) => module.open(pipes, course),
		})),
	].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The mechanism called `name`, or an alias of it.
 * @throws Error where there is none, or its probe refuses; another is never substituted.
 */
export async function findPipeMechanism(name: string): Promise<PipeMechanism> {
	return findByName(await findPipeMechanisms(), name);
}
