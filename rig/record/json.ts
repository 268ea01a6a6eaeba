// Documents for programs.
import {SCHEMA} from './row.js';

/** `content` as JSON that people can read as well, with a line end. */
export function toJson(content: unknown): string {
	return JSON.stringify(content, undefined, '\t') + '\n';
}

/** What a command prints for programs: it begins with the number of its schema, that of results folders. */
export function toDocument(content: object): string {
	return toJson({schema: SCHEMA, ...content});
}
