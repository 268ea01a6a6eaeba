// The charts of a page in a real Chromium: the same points and the same joined lines as described, and
// as in the picture.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {type BrowserContextOptions, chromium as driver} from 'playwright-core';
import type {Chart, Point, State} from '../../plots/chart.js';
import {drawingOf} from '../../plots/drawing/drawing.js';
import {inks} from '../../plots/drawing/look.js';
import {seriesStyles} from '../../plots/drawing/series-style.js';
import {renderPage} from '../output/report/page.js';
import {chromium} from './helpers/chromium.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const point = (x: number, y: number, state: State = 'ok'): Point => ({x, y, state});
const chart: Chart = {
	title: 'Which is cheaper?',
	subtitle: 'a machine',
	caption: 'A caption.',
	x: {label: 'Dead connections', unit: 'dead', scale: 'log'},
	panels: [
		{
			label: 'CPU [µs/reply]',
			scale: 'linear',
			fromZero: true,
			lineKey: {solid: 'all', dashed: 'system'},
			series: [
				{
					name: 'epoll',
					line: 'solid',
					// Not in order; a cell that is not valid beside valid ones of its x, and one alone.
					points: [
						point(100, 5),
						{...point(0, 5), low: 4, high: 6},
						point(10, 8, 'invalid'),
						point(10, 5, 'at-least'),
						point(1000, 9, 'invalid'),
						point(5000, 5),
						point(10_000, 6),
					],
				},
				{name: 'poll', line: 'dashed', points: [point(0, 1), point(10, 2), point(100, 3)]},
			],
			levels: [7],
		},
	],
};

/** What a line joins, as pairs of x. */
const joined = {
	epoll: [
		[0, 10],
		[10, 100],
		[5000, 10_000],
	],
	poll: [
		[0, 10],
		[10, 100],
	],
};

const missing = '(skipped: no Chromium here; apt-get install chromium-headless-shell)';
const browserTest = chromium === undefined ? test.skip : test.serial;

for (const theme of ['light', 'dark'] as const) {
	const title = `points, lines and markers are those of the description, ${theme}`;
	browserTest(chromium === undefined ? `${title} ${missing}` : title, async t => {
		const seen = await drawnInBrowser(t, {colorScheme: theme});
		const styles = seriesStyles(['epoll', 'poll'], theme);
		const {data} = drawingOf(chart, chart.panels, {ink: inks[theme], family: '', styles});
		t.deepEqual(seen.datasets, JSON.parse(JSON.stringify(data.datasets)), 'as in the picture');
		t.deepEqual(seen.joined, joined);
		t.deepEqual(seen.levels, [7]);

		// Filled where they are valid, of the colour of paper where they are not.
		const [{series} = {series: []}] = chart.panels;
		const expected = series.flatMap(({name, points}) =>
			points.map(({x, y, state}) => [
				...[name, x, y],
				state === 'invalid' ? inks[theme].paper : styles.get(name)?.colour,
			]),
		);
		t.deepEqual(seen.markers.map(String).sort(), expected.map(String).sort());
	});
}

type Seen = {
	readonly datasets: unknown;
	readonly joined: Record<string, number[][]>;
	readonly levels: number[];
	readonly markers: unknown[][];
};

const READ = `(([chart]) => {
	const {datasets} = chart.data;
	const metas = datasets.map((_, index) => chart.getDatasetMeta(index));
	const ratio = chart.currentDevicePixelRatio;
	const colourAt = ({x, y}) => '#' + [...chart.ctx.getImageData(Math.round(x * ratio), Math.round(y * ratio), 1, 1).data]
		.slice(0, 3).map(each => each.toString(16).padStart(2, '0')).join('').toUpperCase();
	const joined = {};
	metas.forEach(({dataset: line}, index) => {
		const {curve, data, showLine} = datasets[index];
		for (const {start, end} of showLine ? line.segments : []) {
			for (let each = start; each < end; each++) {
				(joined[curve.name] ||= []).push([data[each].point.x, data[each + 1].point.x]);
			}
		}
	});
	return {
		datasets: JSON.parse(JSON.stringify(datasets.map(({hidden, ...dataset}) => dataset))),
		joined,
		levels: chart.options.plugins.annotation.annotations.map(({value}) => value),
		markers: metas.flatMap(({data}, index) => data.flatMap((element, each) => {
			const {y, point} = datasets[index].data[each];
			return Number.isNaN(y) ? [] : [[datasets[index].curve.name, point.x, point.y, colourAt(element)]];
		})),
	};
})(window.deadweight.charts)`;

async function drawnInBrowser(t: ExecutionContext, options: BrowserContextOptions): Promise<Seen> {
	const browser = await driver.launch({
		executablePath: chromium as string,
		args: ['--no-sandbox'],
	});
	t.teardown(async () => browser.close());
	const file = join(temporaryFolder(t), 'page.html');
	writeFileSync(
		file,
		renderPage({title: chart.title, headline: [], lines: [], graphs: [chart], sections: []}),
	);
	const page = await browser.newPage({...options, deviceScaleFactor: 2});
	await page.goto(pathToFileURL(file).href);
	return page.evaluate<Seen>(READ);
}
