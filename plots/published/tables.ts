// What others published, and what was observed of it: each table with its source, as a CSV file that
// says all of itself in comments.
import {readdirSync, readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parse} from 'csv-parse/sync';
import type {Scale} from '../chart.js';
import {curvesOf, type PublishedCurve} from './curves.js';

/** One table. */
export type PublishedTable = {
	/** The name of its file. */
	readonly id: string;
	readonly title: string;
	readonly source: string;
	/** When, in a word: it stands behind the names of its curves. */
	readonly year: number;
	/** The subject whose studies repeat it. */
	readonly subject: string;
	readonly kernel?: string;
	readonly notes: readonly string[];
	/** What its curves are of; absent where it has none. `unit` stands behind a number of x. */
	readonly axes?: {
		readonly x: string;
		readonly unit: string;
		readonly y: string;
		readonly scale: Scale;
	};
	readonly curves: readonly PublishedCurve[];
	/** The cells as they were published: some are words. */
	readonly header: readonly string[];
	readonly rows: ReadonlyArray<readonly string[]>;
};

/** tsc copies no data: the files stay in the project's own plots/published/, beside dist/. */
const FOLDER = new URL('../../../plots/published/', import.meta.url);

/**
 * All tables, the oldest first. A file's comments are `# Key: value`: Title, Source, Year, Subject;
 * Kernel and Notes where there are any. Where it has curves: Curves is the column of x, and By, as in
 * `msgsize, bytes`, a column whose values part them, with its unit; X and Y are the axes' labels, Unit
 * is behind a number of x, Scale that of both axes. A column whose name ends in _stddev belongs to the
 * one before.
 * @throws Error where a comment is missing or is no such key.
 */
export function readPublished(folder: URL = FOLDER): PublishedTable[] {
	return readdirSync(folder)
		.filter(name => name.endsWith('.csv'))
		.map(name => readTable(new URL(encodeURIComponent(name), folder)))
		.sort((a, b) => a.year - b.year || (a.id < b.id ? -1 : 1));
}

function readTable(file: URL): PublishedTable {
	const id = basename(fileURLToPath(file), '.csv');
	const text = readFileSync(file, 'utf8');
	const comments = [...text.matchAll(/^# (.*)$/gm)].map(([, line]) => (line as string).split(': '));
	const all = (key: string): string[] =>
		comments.filter(([own]) => own === key).map(([, ...value]) => value.join(': '));
	const find = (key: string): string => {
		const [value] = all(key);
		if (value === undefined) {
			throw new Error(
				`${id}.csv has no comment "# ${key}: …", which says where its figures belong.`,
			);
		}

		return value;
	};
	const [header = [], ...rows] = parse(text, {comment: '#', comment_no_infix: true});
	const [kernel] = all('Kernel');
	const [x] = all('Curves');
	const [by] = all('By');
	return {
		id,
		title: find('Title'),
		source: find('Source'),
		year: Number(find('Year')),
		subject: find('Subject'),
		...(kernel !== undefined && {kernel}),
		notes: all('Note'),
		...(x !== undefined && {
			axes: {
				x: find('X'),
				unit: find('Unit'),
				y: find('Y'),
				scale: find('Scale') === 'log' ? 'log' : 'linear',
			},
		}),
		curves: x === undefined ? [] : curvesOf(header, rows, x, by),
		...{header, rows},
	};
}
