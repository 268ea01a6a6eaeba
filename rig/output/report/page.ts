// A report as one HTML file that needs nothing else: no network, no other file.
import {readFileSync} from 'node:fs';
import type {Chart} from '../../../plots/chart.js';
import {pageScripts} from '../../../plots/page-scripts.js';
import type {TableData} from '../table.js';
import {type Bars, renderBars} from './bars.js';
import {escape, prose} from './escape.js';
import {type Flames, renderFlames} from './flames.js';
import {renderControls, renderData, renderFigures} from './figures.js';

/** One part of a report. */
export type Section = {
	readonly title: string;
	readonly text?: string;
	readonly table?: TableData;
	/** Before the table. */
	readonly bars?: readonly Bars[];
	readonly flames?: readonly Flames[];
	/** Only its title is shown until it is opened. */
	readonly folded?: boolean;
};

/** What a report says. */
type Page = {
	readonly title: string;
	/** The answer, in sentences. */
	readonly headline: readonly string[];
	/** What was run, where, when. */
	readonly lines: readonly string[];
	readonly graphs: readonly Chart[];
	readonly sections: readonly Section[];
};

/** The file's text. */
export function renderPage({title, headline, lines, graphs, sections}: Page): string {
	const scripts = [...pageScripts(), asset('page.js')];
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<title>${escape(title)}</title>
<style>
${asset('page.css')}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${headline.map(line => `<p class="answer">${prose(line)}</p>`).join('\n')}
${lines.map(line => `<p class="faint">${prose(line)}</p>`).join('\n')}
${renderControls(graphs)}
${renderFigures(graphs, title)}
${sections.map(renderSection).join('\n')}
${renderData(graphs)}
${scripts.map(script => `<script>\n${script}\n</script>`).join('\n')}
</body>
</html>
`;
}

function renderSection({
	title,
	text,
	table,
	bars = [],
	flames = [],
	folded = false,
}: Section): string {
	const heading = `<h2>${escape(title)}</h2>`;
	const content = [
		...bars.map(renderBars),
		...flames.map(renderFlames),
		...(table === undefined ? [] : [renderTable(table)]),
		...(text === undefined
			? []
			: text.split('\n').map(line => `<p class="faint">${prose(line)}</p>`)),
	];
	return folded
		? ['<details>', `<summary>${heading}</summary>`, ...content, '</details>'].join('\n')
		: [heading, ...content].join('\n');
}

/** A cell of so few characters stands on one line. */
const LONGEST_UNBROKEN = 22;

// On a narrow screen each cell has the heading of its column beside it: see page.css.
function renderTable({header, rows, right}: TableData): string {
	const classOf = (index: number) => (right.includes(index) ? 'number' : 'text');
	const headings = header.map(
		(cell, index) => `<th class="${classOf(index)}">${escape(cell)}</th>`,
	);
	const cellsOf = (row: readonly string[]) =>
		row.map((cell, index) => {
			const kind = cell.length <= LONGEST_UNBROKEN ? `${classOf(index)} short` : classOf(index);
			return `<td class="${kind}" data-label="${escape(header[index] ?? '')}">${breakable(cell)}</td>`;
		});
	return (
		`<div class="table"><table><thead><tr>${headings.join('')}</tr></thead>\n<tbody>\n` +
		rows.map(row => `<tr>${cellsOf(row).join('')}</tr>\n`).join('') +
		'</tbody></table></div>'
	);
}

// JSON and kernel command lines have no spaces to break a line at.
function breakable(text: string): string {
	return escape(text).replace(/\S{24,}/g, word => word.replace(/[,=]/g, '$&<wbr>'));
}

/** Browsers' code and style, as they are: dist/rig/output/report/ lies four folders below the project's own. */
function asset(name: string): string {
	return readFileSync(
		new URL(`../../../../rig/output/report/assets/${name}`, import.meta.url),
		'utf8',
	);
}
