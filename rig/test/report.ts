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

type Open = (options?: BrowserContextOptions) => Promise<Page>;

browserTest('charts show what was measured, and answer to the mouse', async (t, open) => {
	const page = await open({viewport: {width: 1000, height: 900}});
	t.is(await page.locator('h1').textContent(), 'Does it work?');
	t.is(await page.locator('canvas').count(), 2);
	const seen = await page.evaluate<
		Array<Array<{label: string; points: unknown[]}>>
	>(`window.deadweight.charts.map(chart => chart.data.datasets.map(
		({label, data}) => ({label, points: data.map(({count, y, valid}) => [count, Math.round(y), valid])})))`);
	t.deepEqual(seen[0]?.find(({label}) => label === 'epoll')?.points, [
		[0, 1000, true],
		[10, 900, true],
		[100, 800, true],
	]);
	t.deepEqual(seen[0]?.find(({label}) => label === 'poll')?.points.at(-1), [100, 50, false]);

	const place = await page.evaluate<{x: number; y: number}>(`(() => {
		const [chart] = window.deadweight.charts;
		const index = chart.data.datasets.findIndex(({label}) => label === 'poll');
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
		await page.evaluate<{
			type: string;
			ticks: string[];
			visible: boolean[];
			poll: number;
		}>(`(([chart]) => ({
			type: chart.options.scales.x.type,
			ticks: chart.scales.x.ticks.map(({label}) => label),
			visible: chart.data.datasets.map((_, index) => chart.isDatasetVisible(index)),
			poll: chart.data.datasets.find(({label}) => label === 'poll').data.length,
		}))(window.deadweight.charts)`);
	t.like(await state(), {type: 'linear', poll: 3});
	await page.locator('#invalid').click();
	t.is((await state()).poll, 2);
	await page.locator('#log').click();
	const log = await state();
	t.is(log.type, 'logarithmic');
	t.is(log.ticks[0], '0');

	const legend = await page.evaluate<{x: number; y: number}>(`(([chart]) => {
		const {left, top, width, height} = chart.legend.legendHitBoxes[0];
		const box = chart.canvas.getBoundingClientRect();
		return {x: box.left + left + width / 2, y: box.top + top + height / 2};
	})(window.deadweight.charts)`);
	await page.mouse.click(legend.x, legend.y);
	// The browser hands its page a click with the next frame.
	await page.waitForFunction(
		'window.deadweight.charts[0].data.datasets.some((_, index) => !window.deadweight.charts[0].isDatasetVisible(index))',
	);
	t.is((await state()).visible.filter(visible => !visible).length, 1);
	await page.locator('#log').click();
	t.is(
		(await state()).visible.filter(visible => !visible).length,
		1,
		'what is hidden stays hidden',
	);
});

browserTest('it is readable on a phone, in the dark and in print', async (t, open) => {
	const phone = await open({viewport: {width: 360, height: 740}, isMobile: true});
	const [inner, scroll] = await phone.evaluate<[number, number]>(
		'[window.innerWidth, document.documentElement.scrollWidth]',
	);
	t.true(scroll <= inner, `${scroll} of ${inner} pixels`);
	t.true((await phone.evaluate<number>('window.deadweight.charts[0].width')) > 250);

	const background = async (page: Page) =>
		page.evaluate('getComputedStyle(document.body).backgroundColor');
	const light = await background(await open({colorScheme: 'light'}));
	const dark = await background(await open({colorScheme: 'dark'}));
	t.not(light, dark);

	const print = await open();
	await print.emulateMedia({media: 'print'});
	t.false(await print.locator('.controls').isVisible());
	t.true((await print.pdf()).length > 10_000);
});

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

	const gates = page.locator('h2:has-text("Gates") + .table tr');
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
