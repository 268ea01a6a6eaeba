// deadweight published: the figures of 2001 and 2002, their laws, and their graphs.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Argv} from 'yargs';
import {noSuch} from '../../programs/nearest.js';
import {type PublishedTable, readPublished} from '../../plots/published/tables.js';
import {describe as describeError, Failure, UsageError} from '../failure.js';
import {describeLaws, explainLaws, lawData, type LawWords, lawWords} from '../output/law-table.js';
import {formatListing, type Part} from '../output/listing.js';
import {writeWhole} from '../record/write-whole.js';
import {type CurveSummary, summarisePublished} from '../method/curves.js';
import {findSubject} from '../subjects/subject.js';
import {formatOptions, readFormat} from './format-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('table', {type: 'string', describe: 'name of one table [all]'})
		.options({
			out: {type: 'string', alias: 'o', describe: 'draw them, as PNG and SVG, into this folder'},
			...formatOptions,
		})
		.example('$0 published', 'what did poll cost a connection in 2002?')
		.example('$0 published --out published', 'the graphs of 2002, at last readable')
		.epilogue('Exit status: 0 good, 1 failed, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

type Entry = {
	readonly table: PublishedTable;
	readonly curves: readonly CurveSummary[];
	readonly words: LawWords;
};

export async function handler(argv: Arguments): Promise<void> {
	const format = readFormat(argv);
	const entries = await Promise.all(
		choose(argv.table).map(async table => ({
			table,
			curves: curvesOf(table),
			words: await wordsOf(table.subject),
		})),
	);
	const files = argv.out === undefined ? [] : await draw(entries, argv.out);
	const parts = [
		...entries.flatMap(describeEntry),
		...(files.length > 0 ? [files.join('\n')] : []),
	];
	const document = {tables: entries.map(({table, curves}) => ({...table, laws: curves})), files};
	process.stdout.write(formatListing(parts, document, format));
}

function choose(id: string | undefined): PublishedTable[] {
	// Those without curves have no laws and no graph.
	const all = readPublished().filter(({curves}) => curves.length > 0);
	const chosen = all.filter(table => id === undefined || table.id === id);
	if (chosen.length === 0) {
		throw new UsageError(
			noSuch(
				'published table',
				id ?? '',
				all.map(table => table.id),
			),
		);
	}

	return chosen;
}

function curvesOf({curves}: PublishedTable): CurveSummary[] {
	return curves.flatMap(({name, points}) => summarisePublished(name, points) ?? []);
}

function describeEntry({table, curves, words}: Entry): Part[] {
	return [
		[table.id, table.title, `Source: ${table.source}`].join('\n'),
		...(curves.length > 0 ? [lawData(curves, words), explainLaws(curves, words)] : []),
	];
}

async function draw(entries: readonly Entry[], folder: string): Promise<string[]> {
	const {drawGraph} = await import('../../plots/draw-graph.js');
	const {publishedGraph} = await import('../../plots/published/graph.js');
	const files: string[] = [];
	try {
		mkdirSync(folder, {recursive: true});
		for (const {table, curves, words} of entries) {
			const graph = publishedGraph(table, describeLaws(curves, words));
			for (const format of ['svg', 'png'] as const) {
				const file = join(folder, `${table.id}.${format}`);
				writeWhole(file, await drawGraph(graph, format));
				files.push(file);
			}
		}
	} catch (error) {
		throw new Failure(`cannot draw into ${folder}: ${describeError(error)}`);
	}

	return files;
}

/** What the laws of a subject's tables are of. */
async function wordsOf(name: string): Promise<LawWords> {
	const subject = await findSubject(name);
	return lawWords(subject, {...subject, x: subject.population});
}
