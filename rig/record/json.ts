// A document for programs.

/** `content` as JSON that people can read as well, with a line end. */
export function toJson(content: unknown): string {
	return JSON.stringify(content, undefined, '\t') + '\n';
}
