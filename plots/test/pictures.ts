// A process draws any number of pictures, of both kinds, and each is complete.
import test from 'ava';
import {drawGraph} from '../draw-graph.js';
import {allMechanisms, drawPixels} from './helpers/graphs.js';

test('a PNG is as wide as it should be to be printed', async t => {
	const {pixels, page} = await drawPixels(allMechanisms('linear'));
	t.is(pixels.width, 1800);
	t.is(pixels.height, page.height * 3);
});

test('an SVG scales, and is small', async t => {
	const svg = (await drawGraph(allMechanisms('linear'), 'svg')).toString();
	t.regex(svg, /<svg [^>]*viewBox="0 0 600 \d+"/);
	t.true(svg.endsWith('</svg>'));
	t.true(svg.length < 100_000, `${svg.length} bytes`);
});

test('the same graph is the same picture, whatever was drawn before', async t => {
	const graph = allMechanisms('linear');
	const png = await drawGraph(graph, 'png');
	const svg = withoutIds(await drawGraph(graph, 'svg'));
	for (let round = 0; round < 3; round++) {
		await drawGraph(allMechanisms('log'), 'svg');
		t.true(png.equals(await drawGraph(graph, 'png')));
		await drawGraph({...graph, title: ''}, 'png');
		t.is(withoutIds(await drawGraph(graph, 'svg')), svg);
	}
});

test('graphs can be drawn at the same time', async t => {
	const graphs = [allMechanisms('linear'), allMechanisms('log')];
	const together = await Promise.all(graphs.map(async graph => drawGraph(graph, 'png')));
	for (const [index, graph] of graphs.entries()) {
		t.true(together[index]?.equals(await drawGraph(graph, 'png')));
	}
});

// Skia numbers its clip paths on through all pictures of a process.
function withoutIds(svg: Buffer): string {
	return svg.toString().replace(/cl_[\da-f]+/g, 'cl');
}
