// deadweight schema: the JSON Schema of what results folders hold, and of what --json prints.
import type {Argv} from 'yargs';
import {z} from 'zod';
import {noSuch} from '../../programs/nearest.js';
import {UsageError} from '../failure.js';
import {documents} from '../output/documents.js';
import {formatListing} from '../output/listing.js';
import {toJson} from '../record/json.js';
import {formatOptions, readFormat} from './format-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('name', {type: 'string', describe: 'name of a schema [without it: list the names]'})
		.options(formatOptions)
		.example('$0 schema', '')
		.example('$0 schema run > run.schema.json', 'what deadweight run --json prints')
		.epilogue('Exit status: 0 good, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export function handler(argv: Arguments): void {
	const format = readFormat(argv);
	const {name} = argv;
	if (name !== undefined) {
		process.stdout.write(schemaText(name));
		return;
	}

	const all = Object.entries(documents).map(([each, document]) => ({
		name: each,
		of: String(document.meta()?.title),
	}));
	const rows = all.map(({name: each, of}) => [each, of]);
	process.stdout.write(
		formatListing([{header: ['schema', 'of'], rows, right: []}], {schemas: all}, format),
	);
}

/** The JSON Schema of a document. @throws UsageError with the names that there are. */
export function schemaText(name: string): string {
	const document = Object.entries(documents).find(([each]) => each === name)?.[1];
	if (document === undefined) {
		throw new UsageError(noSuch('schema', name, Object.keys(documents)));
	}

	// A study is what people write; all else is what we have written.
	return toJson(z.toJSONSchema(document, {io: name === 'study' ? 'input' : 'output'}));
}
