// Commands of the user's around each cell, and what became of them.
import {z} from 'zod';

/** Commands for the shell, as --setup, --during and --cleanup give them. */
export const hooksSchema = z.object({
	setup: z.string().optional(),
	during: z.string().optional(),
	cleanup: z.string().optional(),
});
export type Hooks = z.infer<typeof hooksSchema>;

/** One of them, once it has ended. */
export const hookEndSchema = z.object({
	hook: z.enum(['setup', 'during', 'cleanup']),
	/** As it was run: with the process ids in it. */
	command: z.string(),
	/** Null where a signal ended it. */
	status: z.int().nullable(),
	/** The end of what it wrote, both streams. */
	output: z.string(),
});
export type HookEnd = z.infer<typeof hookEndSchema>;
