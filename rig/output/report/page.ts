// A report as one HTML file that needs nothing else: no network, no other file.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import type {Graph} from '../../../plots/graph.js';
import {seriesStyles} from '../../../plots/series-style.js';
import type {TableData} from '../table.js';

/** One part of a report. */
export type Section = {
	readonly title: string;
	readonly text?: string;
	readonly table?: TableData;
};

/** What a report says. */
type Page = {
	readonly title: string;
	/** What was run, where, when. */
	readonly lines: readonly string[];
	readonly graphs: readonly Graph[];
	/** Behind a number on the x axis, as in 1,000 dead. */
	readonly unit: string;
	readonly sections: readonly Section[];
};

/** The file's text. */
export function renderPage({title, lines, graphs, unit, sections}: Page): string {
	const plots = graphs.flatMap(graph =>
		graph.panels.map(({label, scale, fromZero, series, levels = [], lineKey}) => ({
			...{label, scale, fromZero, series, levels, unit},
			x: graph.x.label,
			dashed: lineKey?.dashed,
			caption: graph.caption,
		})),
	);
	const names = plots.flatMap(({series}) => series.map(({name}) => name));
	const colours = Object.fromEntries(
		[...seriesStyles(names)].map(([name, {colour}]) => [name, colour]),
	);
	const captions = new Set<string>();
	const figures = plots.map(({label, caption}, index) => {
		const isNew = !captions.has(caption);
		captions.add(caption);
		return (
			`<figure><div class="plot"><canvas id="plot-${index}" role="img" aria-label="${escape(label)}: the figures are in the tables below"></canvas></div>` +
			(isNew ? `<figcaption>${escape(caption)}</figcaption>` : '') +
			'</figure>'
		);
	});
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
${lines.map(line => `<p class="faint">${escape(line)}</p>`).join('\n')}
<div class="controls">
<label><input type="checkbox" id="log"> logarithmic axes</label>
<label><input type="checkbox" id="invalid" checked> points that are not valid (hollow)</label>
</div>
${figures.join('\n')}
${sections.map(renderSection).join('\n')}
<script type="application/json" id="data">${JSON.stringify({plots, colours}).replaceAll('<', String.raw`\u003c`)}</script>
<script>
${chartLibrary()}
</script>
<script>
${asset('page.js')}</script>
</body>
</html>
`;
}

function renderSection({title, text, table}: Section): string {
	return [
		`<h2>${escape(title)}</h2>`,
		...(table === undefined ? [] : [renderTable(table)]),
		...(text === undefined
			? []
			: text.split('\n').map(line => `<p class="faint">${escape(line)}</p>`)),
	].join('\n');
}

function renderTable({header, rows, right}: TableData): string {
	const classOf = (index: number) => (right.includes(index) ? ' class="number"' : '');
	const cells = (tag: string, row: readonly string[]) =>
		row.map((cell, index) => `<${tag}${classOf(index)}>${escape(cell)}</${tag}>`).join('');
	return (
		`<div class="table"><table><thead><tr>${cells('th', header)}</tr></thead>\n<tbody>\n` +
		rows.map(row => `<tr>${cells('td', row)}</tr>\n`).join('') +
		'</tbody></table></div>'
	);
}

function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}

/** Browsers' code and style, as they are: dist/rig/output/report/ lies four folders below the project's own. */
function asset(name: string): string {
	return readFileSync(
		new URL(`../../../../rig/output/report/assets/${name}`, import.meta.url),
		'utf8',
	);
}

/** The same Chart.js that draws the pictures, in the form for browsers. */
function chartLibrary(): string {
	const path = createRequire(import.meta.url).resolve('chart.js');
	const text = readFileSync(new URL('chart.umd.min.js', `file://${path}`), 'utf8');
	// No source map is beside the report; and no script may end inside a script.
	return text
		.replace(/\n?\/\/# sourceMappingURL=.*/, '')
		.replaceAll('</script', String.raw`<\/script`);
}
