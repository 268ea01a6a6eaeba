// What --list-mechanisms --json prints: the mechanisms of a program, and what their probes found.
import {z} from 'zod';
import {count} from './figures.js';

/** A mechanism (or what else there is a choice of: a server), and what its probe found on a host. */
export const mechanismFound = z.object({
	name: z.string(),
	/** Other names that it understands. */
	aliases: z.array(z.string()).optional(),
	kind: z.string(),
	ok: z.boolean(),
	reason: z.string().optional(),
	note: z.string().optional(),
	/** Of a server of others: how several processes of it may share a port; none: it has one process. */
	listeners: z.array(z.string()).optional(),
	/** The largest number of descriptors that it can watch, where it has a limit of its own. */
	limit: z
		.object({
			name: z.string(),
			descriptors: count,
			/** It bounds the numbers of descriptors: those that are not watched count too. */
			ofNumbers: z.boolean().optional(),
			reason: z.string(),
		})
		.optional(),
});

export const mechanisms = z.object({
	event: z.literal('mechanisms'),
	mechanisms: z.array(mechanismFound),
});
