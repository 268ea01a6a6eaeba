// report.html in a real Chromium: interactive, readable everywhere, and alone.
import {statSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {
	type Browser,
	type BrowserContextOptions,
	type Page,
	chromium as driver,
} from 'playwright-core';
import {chromium} from './helpers/chromium.js';
import {runCli} from './helpers/cli.js';
import {someRow, someRun, writeResults} from './helpers/rows.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

let browser: Browser | undefined;

test.before(async () => {
	if (chromium !== undefined) {
		browser = await driver.launch({executablePath: chromium, args: ['--no-sandbox']});
	}
});

test.after.always(async () => {
	await browser?.close();
});

/** A test that needs a browser. */
function browserTest(name: string, run: (t: ExecutionContext, open: Open) => Promise<void>): void {
	if (chromium === undefined) {
		test.skip(`${name} (skipped: no Chromium here; apt-get install chromium-headless-shell)`, t => {
			t.pass();
		});
		return;
	}

	test.serial(name, async t => {
		const running = browser as Browser;
		const folder = await reportFolder(t);
		await run(t, async options => {
			const context = await running.newContext({...options, offline: true});
			t.teardown(async () => context.close());
			const page = await context.newPage();
			const troubles: string[] = [];
			page.on('pageerror', error => troubles.push(String(error)));
			page.on('console', message => message.type() === 'error' && troubles.push(message.text()));
			page.on('request', request => {
				if (!request.url().startsWith('file:')) {
					troubles.push(`asked for ${request.url()}`);
				}
			});
			await page.goto(pathToFileURL(join(folder, 'report.html')).href);
			t.deepEqual(troubles, []);
			return page;
		});
	});
}

/** What is wider than its place, as tag names. */
const CUT = `[...document.querySelectorAll('body *')]
	.filter(({scrollWidth, clientWidth}) => clientWidth > 0 && scrollWidth > clientWidth + 1)
	.map(({tagName}) => tagName)`;

/** The words and numbers that stand on more than one line. */
const BROKEN = `(() => {
	const broken = [];
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		for (const {index, 0: word} of node.data.matchAll(/[\\p{L}\\p{N}_]+(?:\\.[\\p{L}\\p{N}_]+|,\\d{3}(?!\\d))*/gu)) {
			const range = document.createRange();
			range.setStart(node, index);
			range.setEnd(node, index + word.length);
			const lines = new Set([...range.getClientRects()].map(({top}) => Math.round(top)));
			if (lines.size > 1) {
				broken.push(word);
			}
		}
	}

	return broken;
})()`;

type Open = (options?: BrowserContextOptions) => Promise<Page>;

browserTest('charts show what was measured, and answer to the mouse', async (t, open) => {
	const page = await open({viewport: {width: 1000, height: 900}});
	t.is(await page.locator('h1').textContent(), 'Does it work?');
	t.is(await page.locator('canvas').count(), 2);
	const seen = await page.evaluate<Array<Array<{name: string; points: unknown[]}>>>(
		`window.deadweight.charts.map(chart => chart.data.datasets.map(({curve, data}) => ({
			name: curve.name,
			points: data.map(({point: {x, y, state}}) => [x, Math.round(y), state]),
		})))`,
	);
	t.deepEqual(seen[0], [
		{
			name: 'epoll',
			points: [
				[0, 1000, 'ok'],
				[10, 900, 'ok'],
				[100, 800, 'ok'],
			],
		},
		{
			name: 'poll',
			points: [
				[0, 900, 'ok'],
				[10, 500, 'ok'],
				[100, 50, 'invalid'],
			],
		},
		{name: 'poll', points: [[100, 50, 'invalid']]},
	]);

	const place = await page.evaluate<{x: number; y: number}>(`(() => {
		const [chart] = window.deadweight.charts;
		const index = chart.data.datasets.findLastIndex(({label}) => label === 'poll');
		const {x, y} = chart.getDatasetMeta(index).data.at(-1);
		const box = chart.canvas.getBoundingClientRect();
		return {x: box.left + x, y: box.top + y};
	})()`);
	await page.mouse.move(place.x, place.y);
	await page.waitForFunction('window.deadweight.charts[0].tooltip.opacity > 0');
	const tooltip = await page.evaluate<{opacity: number; text: string}>(
		`(({title, body, opacity}) => ({opacity, text: [...title, ...body.flatMap(({lines}) => lines)].join('|')}))(window.deadweight.charts[0].tooltip)`,
	);
	t.true(tooltip.opacity > 0);
	t.is(tooltip.text, 'poll, 100 dead|50 (not valid)|population-after');
});

browserTest('axes, curves and points that are not valid can be switched', async (t, open) => {
	const page = await open({viewport: {width: 1000, height: 900}});
	const state = async () =>
		await page.evaluate<{ticks: string[]; hidden: string[]; states: string[]}>(
			`(([chart]) => ({
			ticks: chart.scales.x.ticks.map(({label}) => label),
			hidden: chart.data.datasets.filter((_, each) => !chart.isDatasetVisible(each)).map(({label}) => label),
			states: chart.data.datasets.flatMap(({data}) => data.map(({point}) => point.state)),
		}))(window.deadweight.charts)`,
		);
	t.true((await state()).states.includes('invalid'));
	t.deepEqual((await state()).ticks.slice(0, 2), ['0', '10']);
	await page.locator('#invalid').click();
	t.false((await state()).states.includes('invalid'));
	await page.locator('#log').click();
	t.deepEqual(
		(await state()).ticks.filter(label => label !== ''),
		['0', '10', '20', '30', '40', '50', '60', '70', '80', '90', '100'],
	);

	await page.locator('.legend button', {hasText: 'epoll'}).click();
	t.deepEqual((await state()).hidden, ['epoll']);
	t.is(await page.locator('[aria-pressed=false]').textContent(), 'epoll');
	await page.locator('#log').click();
	t.deepEqual((await state()).hidden, ['epoll'], 'what is hidden stays hidden');
	await page.locator('.legend button', {hasText: 'epoll'}).click();
	t.deepEqual((await state()).hidden, []);
});

browserTest('on a phone nothing is cut and no word is broken', async (t, open) => {
	const phone = await open({viewport: {width: 390, height: 740}, isMobile: true});
	for (const summary of await phone.locator('summary').all()) {
		await summary.click();
	}

	const [inner, scroll] = await phone.evaluate<[number, number]>(
		'[window.innerWidth, document.documentElement.scrollWidth]',
	);
	t.true(scroll <= inner, `${scroll} of ${inner} pixels`);
	t.true((await phone.evaluate<number>('window.deadweight.charts[0].width')) > 250);
	t.deepEqual(await phone.evaluate(CUT), []);
	t.deepEqual(await phone.evaluate(BROKEN), []);
});

browserTest('these checks find what is cut, and words that are broken', async (t, open) => {
	const phone = await open({viewport: {width: 390, height: 740}, isMobile: true});
	await phone.addStyleTag({content: 'h1 {width: 3rem; overflow: hidden; white-space: nowrap}'});
	t.deepEqual(await phone.evaluate(CUT), ['H1']);
	await phone.addStyleTag({
		content: 'h1 {width: 1rem; white-space: normal; word-break: break-all}',
	});
	t.deepEqual(await phone.evaluate(BROKEN), ['Does', 'it', 'work']);
});

browserTest('in the dark charts are dark, on paper they are light', async (t, open) => {
	const corner = async (page: Page) =>
		page.evaluate<number[]>(
			`[...window.deadweight.charts[0].ctx.getImageData(1, 1, 1, 1).data].slice(0, 3)`,
		);
	const colours = async (page: Page) =>
		page.evaluate<string[]>(
			`window.deadweight.charts[0].data.datasets.map(({borderColor}) => borderColor)`,
		);
	const light = await open({colorScheme: 'light'});
	const dark = await open({colorScheme: 'dark'});
	const background = 'getComputedStyle(document.querySelector("figure")).backgroundColor';
	t.is(await light.evaluate(background), 'rgb(255, 255, 255)');
	t.is(await dark.evaluate(background), 'rgb(31, 32, 36)');
	t.deepEqual(await corner(dark), [0, 0, 0], 'nothing lies between the chart and its card');
	const [day, night] = [await colours(light), await colours(dark)];
	t.notDeepEqual(day, night);

	await dark.emulateMedia({media: 'print', colorScheme: 'dark'});
	t.is(await dark.evaluate(background), 'rgb(255, 255, 255)');
	t.false(await dark.locator('.controls').isVisible());
	await dark.evaluate("window.dispatchEvent(new Event('beforeprint'))");
	t.deepEqual(await colours(dark), day);
	await dark.evaluate("window.dispatchEvent(new Event('afterprint'))");
	t.deepEqual(await colours(dark), night);

	await dark.emulateMedia({media: 'screen', colorScheme: 'light'});
	await dark.waitForFunction(
		`window.deadweight.charts[0].data.datasets[0].borderColor === '${day[0] ?? ''}'`,
	);
	t.true((await light.pdf()).length > 10_000);
});

browserTest(
	'four lines at four counts fit two printed pages, no table wider than they are',
	async (t, open) => {
		const page = await open();
		const folder = temporaryFolder(t);
		writeResults(
			folder,
			['epoll', 'io_uring', 'poll', 'select'].flatMap(mechanism =>
				[0, 800, 5000, 15_000].flatMap(dead =>
					[1, 2, 3].map(repeat => someRow({mechanism, dead, repeat}, 100_000 + repeat * dead)),
				),
			),
		);
		await runCli(['report', folder]);
		await page.goto(pathToFileURL(join(folder, 'report.html')).href);
		await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
		const pdf = (await page.pdf({format: 'A4'})).toString('latin1');
		t.true([...pdf.matchAll(/\/Type\s*\/Page\b/g)].length <= 2);

		await page.emulateMedia({media: 'print'});
		// A4 without its margins of 12 mm, at 96 dots an inch.
		await page.setViewportSize({width: Math.floor(((210 - 24) / 25.4) * 96), height: 1000});
		t.deepEqual(await page.evaluate(CUT), []);
	},
);

browserTest('the tables hold points, gates with their counts, and provenance', async (t, open) => {
	const page = await open();
	const text = (await page.locator('body').textContent()) ?? '';
	for (const words of [
		'Points',
		'Scaling laws',
		'Gates',
		'Provenance',
		'RLIMIT_NOFILE',
		'What is not measured',
	]) {
		t.true(text.includes(words), words);
	}

	const provenance = page.locator('details:has(h2:text-is("Provenance"))');
	t.false(await provenance.locator('.table').isVisible(), 'provenance is folded');
	await provenance.locator('summary').click();
	t.true(await provenance.locator('.table').isVisible());

	const gates = page.locator('details:has(h2:text-is("Gates")) .table tr');
	t.regex((await gates.nth(1).textContent()) ?? '', /^population-after1the cell/);
});

test('it is one file, with no address of another in it', async t => {
	const folder = await reportFolder(t);
	t.true(statSync(join(folder, 'report.html')).size < 600_000);
});

test('a name with markup in it is text', async t => {
	const folder = temporaryFolder(t);
	const question = '<script>alert(1)</script> & "so"';
	writeResults(folder, [someRow({mechanism: '</script><b>x'})], someRun({question}));
	await runCli(['report', folder]);
	const {readFileSync} = await import('node:fs');
	const html = readFileSync(join(folder, 'report.html'), 'utf8');
	t.false(html.includes('<script>alert'));
	t.false(html.includes('<b>x'));
	t.true(html.includes('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so&quot;'));
});

async function reportFolder(t: ExecutionContext): Promise<string> {
	const folder = temporaryFolder(t);
	const row = (mechanism: string, dead: number, rate: number) => someRow({mechanism, dead}, rate);
	writeResults(folder, [
		...[row('epoll', 0, 1000), row('epoll', 10, 900), row('epoll', 100, 800)],
		...[row('poll', 0, 900), row('poll', 10, 500)],
		{
			...row('poll', 100, 50),
			status: 'invalid',
			reasons: [{name: 'population-after', message: 'some were lost'}],
		},
	]);
	const {exitCode, stdout, stderr} = await runCli(['report', folder]);
	t.is(exitCode, 0, stderr);
	t.is(stdout, join(folder, 'report.html'));
	return folder;
}
