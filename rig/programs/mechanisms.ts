// The mechanisms that a program finds on its host.
import {z} from 'zod';
import {Failure} from '../failure.js';
import type {Host} from '../hosts/host.js';
import type {SubjectName} from '../words.js';
import {readEvent} from './events.js';

const LIST_BOUND_MS = 60_000;

/** A mechanism, and what its probe found on a host. */
export const mechanismFound = z.object({
	name: z.string(),
	/** Other names that it understands. */
	aliases: z.array(z.string()).optional(),
	kind: z.string(),
	ok: z.boolean(),
	reason: z.string().optional(),
	note: z.string().optional(),
	/** The largest number of descriptors that it can watch, where it has a limit of its own. */
	limit: z
		.object({
			name: z.string(),
			descriptors: z.number(),
			/** It bounds the numbers of descriptors: those that are not watched count too. */
			ofNumbers: z.boolean().optional(),
			reason: z.string(),
		})
		.optional(),
});
export type MechanismFound = z.infer<typeof mechanismFound>;

/** Asks a program on a host for the mechanisms that it can use. */
export async function listMechanisms(
	host: Host,
	name: SubjectName,
	signal: AbortSignal,
): Promise<MechanismFound[]> {
	const program = await host.start(name, ['--list-mechanisms', '--json']);
	try {
		const line = await program.waitFor(['mechanisms'], LIST_BOUND_MS, signal);
		return readEvent(z.object({mechanisms: z.array(mechanismFound)}), name, line).mechanisms;
	} catch (error) {
		if (error instanceof Failure && program.end !== undefined) {
			throw new Failure(`cannot list the mechanisms: ${program.end}`);
		}

		throw error;
	} finally {
		await program.stop();
	}
}
