// Reads a program's JSON lines as what docs/programs.md says they are.
import {z} from 'zod';
import {Failure} from '../failure.js';
import type {ProgramLine} from '../agent/protocol.js';

/** Processor time so far, in microseconds. */
export const cpuTime = z.object({user: z.number(), system: z.number()});

/**
 * A line's fields, once they are known to be there.
 * @throws Failure that names the program and the field.
 */
export function readEvent<T>(schema: z.ZodType<T>, program: string, line: ProgramLine): T {
	const result = schema.safeParse(line);
	if (!result.success) {
		const [issue] = result.error.issues;
		const field = issue?.path.join('.') ?? '';
		throw new Failure(
			`${program} said something else than docs/programs.md: ` +
				`"${String(line['event'])}", ${field}: ${issue?.message ?? 'unreadable'}`,
		);
	}

	return result.data;
}
