// Reads a line as one of a program's events, to the letter of its contract.
import {isDeepStrictEqual} from 'node:util';
import type {z} from 'zod';
import type {ProgramLine} from '../../child.js';
import {readEvent} from '../../events/read-event.js';

/** The events that a program may say, by name: one of programs/events/. */
export type Contract = Readonly<Record<string, z.ZodObject>>;

/** An event of a contract, of a kind or of any. */
export type EventOf<C extends Contract, Name extends keyof C = keyof C> = z.infer<C[Name]>;

/**
 * The event, once it is known to have the fields of its kind, and no others.
 * @throws Error that names what is missing, or quotes a line that has too much.
 */
export function readExactly<C extends Contract>(contract: C, line: ProgramLine): EventOf<C> {
	const schema = contract[String(line['event'])];
	const text = JSON.stringify(line);
	if (schema === undefined) {
		throw new Error(`no event of the program: ${text}`);
	}

	const event = readEvent(schema, 'the program', line) as EventOf<C>;
	if (!isDeepStrictEqual(event, line)) {
		throw new Error(`has fields that programs/events/ does not have: ${text}`);
	}

	return event;
}
