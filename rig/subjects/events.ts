// Reads a program's JSON lines as what docs/programs.md says they are.
import type {z} from 'zod';
import {readEvent as read} from '../../programs/events/read-event.js';
import {describe, Failure} from '../failure.js';
import type {ProgramLine} from '../../programs/child.js';

/**
 * A line's fields, once they are known to be there.
 * @throws Failure that names the program and the field.
 */
export function readEvent<T>(schema: z.ZodType<T>, program: string, line: ProgramLine): T {
	try {
		return read(schema, program, line);
	} catch (error) {
		throw new Failure(describe(error));
	}
}
