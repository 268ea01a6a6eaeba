// The mechanisms that a program finds on its host.
import {z} from 'zod';
import {Failure} from '../failure.js';
import type {Host} from '../site/host.js';
import type {ProgramName} from '../agent/protocol.js';
import type {SubjectName} from './labels.js';
import {readEvent} from './events.js';

const LIST_BOUND_MS = 60_000;

/** The kind of a mechanism that is a server of others. */
export const SERVER = 'server';

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

/**
 * The mechanisms of a subject on a host; where something else is `asked` for, the servers of others too,
 * nginx for one, which are mechanisms of dphttpd's studies.
 */
export async function findMechanismsOf(
	host: Host,
	subject: SubjectName,
	asked: readonly string[] | 'all',
	signal: AbortSignal,
): Promise<MechanismFound[]> {
	const own = await listMechanisms(host, subject, signal);
	const isOwn = (wanted: string) =>
		own.some(({name, aliases = []}) => [name, ...aliases].includes(wanted));
	return subject !== 'dphttpd' || asked === 'all' || asked.every(isOwn)
		? own
		: [...own, ...(await listMechanisms(host, 'foreign', signal))];
}

/** Servers of others, by name, with their versions: a run depends on them as on its own build. */
export function serverVersions(found: readonly MechanismFound[]): Record<string, string> {
	return Object.fromEntries(
		found
			.filter(({kind}) => kind === SERVER)
			.map(({name, note, reason}) => [name, note ?? reason ?? 'unknown']),
	);
}

/** Asks a program on a host for the mechanisms that it can use. */
export async function listMechanisms(
	host: Host,
	name: ProgramName,
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
