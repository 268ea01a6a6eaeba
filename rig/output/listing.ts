// What a command lists, where that is no run and no comparison, in the formats that --format names.
import {stringify} from 'csv-stringify/sync';
import {toDocument} from '../record/json.js';
import {type Format, markdownTable} from './formats.js';
import {fitTerminal, layOutTable, type TableData} from './table.js';

/** A paragraph, or a table. */
export type Part = string | TableData;

/**
 * `parts` as text with a line end, an empty line between two; `document` is the same for programs.
 * As CSV there are the tables alone, each with its header.
 */
export function formatListing(parts: readonly Part[], document: object, format: Format): string {
	const withTables = (print: (table: TableData) => string) =>
		parts.map(part => (typeof part === 'string' ? part : print(part))).join('\n\n') + '\n';
	switch (format) {
		case 'json': {
			return toDocument(document);
		}

		case 'csv': {
			return parts
				.flatMap(part => (typeof part === 'string' ? [] : stringify([part.header, ...part.rows])))
				.join('\n');
		}

		case 'markdown': {
			return withTables(markdownTable);
		}

		case 'table': {
			return fitTerminal(withTables(layOutTable));
		}
	}
}
