// Reads a program's JSON lines as what docs/programs.md says they are.
import type {z} from 'zod';
import type {ProgramLine} from '../child.js';

/**
 * A line's fields, once they are known to be there; of others it may have more.
 * @throws Error that names the program and the field.
 */
export function readEvent<T>(schema: z.ZodType<T>, program: string, line: ProgramLine): T {
	const result = schema.safeParse(line);
	if (!result.success) {
		const [issue] = result.error.issues;
		const field = issue?.path.join('.') ?? '';
		throw new Error(
			`${program} said something else than docs/programs.md: ` +
				`"${String(line['event'])}", ${field}: ${issue?.message ?? 'unreadable'}`,
		);
	}

	return result.data;
}
