// Reads a JSON text of a results folder as what it should be, and says in one line why it is not.
import type {z} from 'zod';
import {Failure} from '../failure.js';
import {SCHEMA} from './row.js';

/** Makes a document of an older schema one of today's; undefined where it knows no such schema. */
export type Upgrade = (document: object, schema: unknown) => object | undefined;

/**
 * The content of `text`; `place` names where it stands.
 * @throws Failure where it is no JSON, of another schema version, or lacks something.
 */
export function parseStored<T>(
	schema: z.ZodType<T>,
	text: string,
	place: string,
	upgrade: Upgrade = () => undefined,
): T {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw new Failure(`${place} is damaged: it is no JSON`);
	}

	const version = (json as {schema?: unknown} | null)?.schema;
	if (version !== SCHEMA) {
		const has = version === undefined ? 'no schema version' : `schema ${JSON.stringify(version)}`;
		json = upgraded(json, version, place, upgrade);
		if (json === undefined) {
			throw new Failure(`${place} has ${has}; this deadweight reads schema ${SCHEMA}`);
		}
	}

	const result = schema.safeParse(json);
	if (!result.success) {
		const [issue] = result.error.issues;
		throw new Failure(
			`${place} is damaged: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
		);
	}

	return result.data;
}

function upgraded(json: unknown, version: unknown, place: string, upgrade: Upgrade): unknown {
	try {
		return typeof json === 'object' && json !== null ? upgrade(json, version) : undefined;
	} catch (error) {
		if (error instanceof TypeError) {
			throw new Failure(`${place} is damaged: it lacks what its schema has`);
		}

		throw error;
	}
}
