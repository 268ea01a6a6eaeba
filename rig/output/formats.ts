// What a run or a comparison comes to, in the formats that --format names.
import {toDocument} from '../record/json.js';
import {comparisonCsv} from './comparison-csv.js';
import type {Conclusion} from './results.js';
import {summaryCsv} from './summary-csv.js';
import {fitTerminal, type TableData} from './table.js';

/** The formats of --format. */
export const formats = ['table', 'markdown', 'csv', 'json'] as const;
export type Format = (typeof formats)[number];

/** What stands beside a conclusion: what it was compared with, whether it is whole, its files. */
export type Beside = {
	/** Of another comparison with it. */
	readonly compared?: Conclusion | undefined;
	/** At the end of the lines for people. */
	readonly lines: readonly string[];
	/** In the document for programs. */
	readonly document?: object;
};

/** `conclusion` as text in that format, with a line end. */
export function formatConclusion(
	conclusion: Conclusion,
	{compared, lines, document}: Beside,
	format: Format,
): string {
	switch (format) {
		case 'json': {
			return toDocument({
				...conclusion.document,
				...document,
				...(compared && {compared: compared.document}),
			});
		}

		case 'markdown': {
			return [conclusion, ...(compared ? [compared] : [])].map(markdownOf).join('\n');
		}

		case 'csv': {
			return [conclusion, ...(compared ? [compared] : [])].flatMap(csvTables).join('\n');
		}

		case 'table': {
			return fitTerminal([...conclusion.lines, ...lines, ''].join('\n'));
		}
	}
}

/** Its sections, as a report has them, but for what is folded there, and the gates. */
function sectionsOf({results}: Conclusion) {
	return results.sections.filter(({folded, title}) => folded !== true && title !== 'Gates');
}

/** To paste into an issue or a commit: tables of GitHub's kind. */
function markdownOf(conclusion: Conclusion): string {
	const {title, lines} = conclusion.results;
	return (
		[
			`### ${title}`,
			...lines,
			...sectionsOf(conclusion).flatMap(section => [
				`#### ${section.title}`,
				...(section.table ? [markdownTable(section.table)] : []),
				...(section.text === undefined || section.text === '' ? [] : [section.text]),
			]),
			'',
		]
			.join('\n\n')
			.trimEnd() + '\n'
	);
}

/** A table of GitHub's kind. */
export function markdownTable({header, rows, right}: TableData): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map(cell => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`;
	return [
		line(header),
		line(header.map((_, index) => (right.includes(index) ? '---:' : '---'))),
		...rows.map(line),
	].join('\n');
}

/** The points of a run, and the verdicts of a comparison: what its folder has as files. */
function csvTables({results: {summary, comparison}}: Conclusion): string[] {
	return [
		...(summary ? [summaryCsv(summary)] : []),
		...(comparison ? [comparisonCsv(comparison)] : []),
	];
}
