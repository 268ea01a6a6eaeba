// Reads a YAML file under a schema; a mistake is one line with file, line and what is allowed there.
import {readFileSync} from 'node:fs';
import {isNode, LineCounter, parseDocument} from 'yaml';
import type {z} from 'zod';
import {describe, UsageError} from '../failure.js';

/** What the file says. @throws UsageError that names file, line, and what is allowed there. */
export function readYaml<T>(schema: z.ZodType<T>, file: string): T {
	let text;
	try {
		text = readFileSync(file, 'utf8');
	} catch (error) {
		throw new UsageError(`${file} cannot be read: ${describe(error)}`);
	}

	const lines = new LineCounter();
	const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
	const [broken] = document.errors;
	if (broken !== undefined) {
		const {line} = lines.linePos(broken.pos[0]);
		throw new UsageError(`${file}, line ${line}: ${broken.message}`);
	}

	const content = document.toJS() as unknown;
	const read = schema.safeParse(content ?? {});
	if (read.success) {
		return read.data;
	}

	const [issue] = read.error.issues;
	// Of a key that is not known, the key itself; of a missing one, what it is missing in.
	const path = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys : [])];
	const line = lineOf(document, lines, path);
	throw new UsageError(`${file}, line ${line}: ${explain(issue, path, schema)}`);
}

/** The line of the innermost node on `path` that is there. */
function lineOf(
	document: ReturnType<typeof parseDocument>,
	lines: LineCounter,
	path: readonly PropertyKey[],
): number {
	for (let length = path.length; length > 0; length--) {
		const node: unknown = document.getIn(path.slice(0, length), true);
		if (isNode(node) && node.range) {
			return lines.linePos(node.range[0]).line;
		}
	}

	return 1;
}

function explain(
	issue: z.core.$ZodIssue | undefined,
	path: readonly PropertyKey[],
	schema: z.ZodType,
): string {
	const where = path.map(String).join('.');
	if (issue?.code === 'unrecognized_keys') {
		const known = 'shape' in schema ? Object.keys(schema.shape as object).join(', ') : '';
		return `there is no ${where}${known === '' ? '' : `; there are ${known}`}`;
	}

	return `${where}: ${issue?.message ?? 'it is not what it should be'}`;
}
