// The figures of 2001 and 2002 as they were published, each table with its source.
import {readFileSync} from 'node:fs';

/** One figure: `y` operations a second at `x` dead connections, or pipes; its standard deviation. */
type PublishedPoint = {readonly x: number; readonly y: number; readonly deviation?: number};

/** One curve, by the name that it was published under. */
type PublishedCurve = {readonly name: string; readonly points: readonly PublishedPoint[]};

/** One table. */
export type PublishedTable = {
	/** The name of its file. */
	readonly id: string;
	readonly title: string;
	readonly source: string;
	/** When, in a word: it stands behind the names of its curves. */
	readonly year: number;
	readonly subject: 'dphttpd' | 'pipetest';
	readonly curves: readonly PublishedCurve[];
};

const tables = [
	{id: 'dev-poll-2001-07-10-dphttpd', year: 2001, subject: 'dphttpd'},
	{id: 'sys_epoll-2002-10-30-dphttpd-smp', year: 2002, subject: 'dphttpd'},
	{id: 'sys_epoll-2002-10-30-pipetest-smp', year: 2002, subject: 'pipetest'},
] as const;

/** All tables, the oldest first. */
export function readPublished(): PublishedTable[] {
	return tables.map(table => ({...table, ...parse(readTable(table.id))}));
}

/** tsc copies no data: the files stay in the project's own plots/published/, beside dist/. */
function readTable(id: string): string {
	return readFileSync(new URL(`../../../plots/published/${id}.csv`, import.meta.url), 'utf8');
}

const SOURCE = 'Source: ';
const GROUP = 'msgsize';
const DEVIATION = '_stddev';

/**
 * These files are plain: comments, a header, numbers. The first column but msgsize is x; a column
 * whose name ends in _stddev belongs to the one before.
 */
function parse(text: string): Pick<PublishedTable, 'title' | 'source' | 'curves'> {
	const lines = text.split('\n').filter(line => line !== '');
	const comments = lines.filter(line => line.startsWith('#')).map(line => line.slice(1).trim());
	const [header = [], ...rows] = lines
		.filter(line => !line.startsWith('#'))
		.map(line => line.split(','));
	const records = rows.map(row => new Map(header.map((name, index) => [name, Number(row[index])])));
	const names = header.filter(
		name => name !== GROUP && !name.endsWith(DEVIATION) && name !== countName(header),
	);
	const groups = [...new Set(records.map(record => record.get(GROUP)))];
	return {
		title: comments[0] ?? '',
		source: (comments.find(line => line.startsWith(SOURCE)) ?? '').slice(SOURCE.length),
		curves: groups.flatMap(group =>
			names.map(name => ({
				name: group === undefined ? name : `${name}, ${group} bytes`,
				points: records
					.filter(record => record.get(GROUP) === group)
					.map(record => pointOf(record, countName(header), name)),
			})),
		),
	};
}

function countName(header: readonly string[]): string {
	return header.find(name => name !== GROUP) ?? '';
}

function pointOf(record: ReadonlyMap<string, number>, count: string, name: string): PublishedPoint {
	const deviation = record.get(name + DEVIATION);
	return {
		x: record.get(count) ?? Number.NaN,
		y: record.get(name) ?? Number.NaN,
		...(deviation !== undefined && {deviation}),
	};
}
