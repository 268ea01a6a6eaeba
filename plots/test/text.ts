// Text is really there: where no font is found, a canvas draws none and reports no error.
import {existsSync} from 'node:fs';
import test from 'ava';
import {drawGraph} from '../draw-graph.js';
import {loadFonts, textWidth, font} from '../fonts.js';
import {textBlock} from '../text-block.js';
import {allMechanisms, drawPixels, mechanisms} from './helpers/graphs.js';
import {countPixels} from './helpers/pixels.js';

const isInk = (colour: string): boolean => colour !== '#FFFFFF';

test('a title leaves ink, and leaves none where there is none', async t => {
	const graph = allMechanisms('linear');
	const titled = await drawPixels(graph);
	const untitled = await drawPixels({...graph, title: ' ', subtitle: ''});
	const title = {left: 0, top: 0, right: 600, bottom: 40};
	t.true(countPixels(titled.pixels, titled.box(title), isInk) > 2000);
	const lines = untitled.page.lines.map(({y}) => y);
	const aboveAll = {...title, bottom: Math.min(...lines) - 16};
	t.is(countPixels(untitled.pixels, untitled.box(aboveAll), isInk), 0);
});

test('labels of both axes leave ink', async t => {
	const {pixels, plot, box} = await drawPixels(allMechanisms('linear'));
	const {top, bottom, left: begin} = plot(0);
	const left = {left: 0, right: begin - 8, top, bottom};
	const below = {left: begin, right: 600, top: bottom + 8, bottom: bottom + 22};
	t.true(countPixels(pixels, box(left), isInk) > 500);
	t.true(countPixels(pixels, box(below), isInk) > 200);
});

test('nothing is cut: the margins are empty', async t => {
	for (const scale of ['linear', 'log'] as const) {
		const graph = allMechanisms(scale);
		const {pixels, page, box} = await drawPixels({...graph, caption: 'words '.repeat(60)});
		const margins = [
			{left: 0, right: 19, top: 0, bottom: page.height},
			{left: 581, right: 600, top: 0, bottom: page.height},
			{left: 0, right: 600, top: 0, bottom: 19},
			{left: 0, right: 600, top: page.height - 19, bottom: page.height},
		];
		t.deepEqual(
			margins.map(margin => countPixels(pixels, box(margin), isInk)),
			[0, 0, 0, 0],
			scale,
		);
	}
});

test('an SVG has its text as text', async t => {
	const graph = {...allMechanisms('linear'), title: 'Is 1 < 2 & "3" > 2?'};
	const svg = (await drawGraph(graph, 'svg')).toString();
	const texts = [...svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g)];
	const content = texts.map(([, , text]) => text);
	t.true(content.includes('Is 1 &lt; 2 &amp; &quot;3&quot; &gt; 2?'), content.join('\n'));
	for (const text of [...mechanisms, 'Dead connections', 'Reply rate [replies/s]', '8,000']) {
		t.true(content.includes(text), `${text} is not among ${content.join(', ')}`);
	}

	for (const [, attributes] of texts) {
		t.regex(attributes ?? '', /font-family="DejaVu Sans, /);
		t.regex(attributes ?? '', / x="-?[\d.]+" y="-?[\d.]+"/, 'one place for each text');
	}
});

test('lines of a title are about as long as each other', t => {
	const style = {font: font(18, 'bold'), colour: '#000000', height: 24};
	const text = 'What does carrying N dead connections cost a server? (quick look)';
	const at = {x: 20, top: 20, width: 560};
	const widths = (lines: ReadonlyArray<{text: string}>) =>
		lines.map(line => textWidth(line.text, style.font));
	const greedy = widths(textBlock(text, style, at).lines);
	const balanced = widths(textBlock(text, {...style, isBalanced: true}, at).lines);
	t.is(balanced.length, greedy.length);
	t.true(Math.min(...balanced) > 2 * Math.min(...greedy), `${balanced.join()}; ${greedy.join()}`);
});

test('bold letters are wider', t => {
	t.true(textWidth('Dead', font(20, 'bold')) > textWidth('Dead', font(20)) * 1.05);
	t.is(textWidth('', font(20)), 0);
});

test('a missing font is an error that says what to do', t => {
	const folder = '/nonexistent/fonts/';
	t.false(existsSync(folder));
	t.throws(() => loadFonts(folder), {
		message: /\/nonexistent\/fonts\/DejaVuSans\.ttf is missing.*no text.*npm ci/s,
	});
});
