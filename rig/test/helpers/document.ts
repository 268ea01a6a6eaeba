// What is written for programs, held against the schema that deadweight schema prints of it.
import {documents} from '../../output/documents.js';

/** What `text` says. @throws ZodError where it is not as the schema called `name` has it. */
export function documentOf(name: keyof typeof documents, text: string): unknown {
	const content: unknown = JSON.parse(text);
	documents[name].parse(content);
	return content;
}
