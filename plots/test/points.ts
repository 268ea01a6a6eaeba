// Every curve is there: its line, its points, its intervals; points that are not valid are hollow.
import test from 'ava';
import type {Point} from '../chart.js';
import {allMechanisms, colourOf, drawPixels, graphOf, mechanisms, valid} from './helpers/graphs.js';
import {countPixels} from './helpers/pixels.js';

const epoll = colourOf('epoll');
const paper = '#FFFFFF';
const isDark = (colour: string): boolean => Number.parseInt(colour.slice(1, 3), 16) < 0x80;

for (const scale of ['linear', 'log'] as const) {
	test(`each mechanism has its colour at each of its points, ${scale}`, async t => {
		const {pixels, place} = await drawPixels(allMechanisms(scale));
		for (const [index, name] of mechanisms.entries()) {
			for (const x of [0, 500, 1000]) {
				const at = place(0, x, 1000 * (index + 1));
				t.is(pixels.at(at.x, at.y), colourOf(name), `${name} at ${x}`);
			}
		}
	});

	test(`the first and the last point are whole, ${scale}`, async t => {
		const {
			pixels,
			plot,
			place,
			scale: zoom,
		} = await drawPixels(graphOf({epoll: valid([0, 1000], 100)}, scale));
		const [first, last] = [place(0, 0, 100), place(0, 1000, 100)];
		t.is(Math.round(last.x), Math.round(plot(0).right * zoom));
		t.is(pixels.at(first.x - 3 * zoom, first.y), epoll);
		t.is(pixels.at(last.x + 3 * zoom, last.y), epoll);
	});
}

test('a line joins valid points', async t => {
	const {pixels, place} = await drawPixels(graphOf({epoll: valid([0, 1000], 100)}, 'linear'));
	const at = place(0, 500, 100);
	t.is(pixels.at(at.x, at.y), epoll);
});

test('a point that is not valid is hollow, and the line keeps away from it', async t => {
	const points: Point[] = [...valid([0, 1000], 100), {x: 500, y: 100, state: 'invalid'}];
	const {pixels, place, scale} = await drawPixels(graphOf({epoll: points}, 'linear'));
	const at = place(0, 500, 100);
	t.is(pixels.at(at.x, at.y), paper, 'the middle is empty');
	const ring = {
		left: at.x - 5 * scale,
		right: at.x + 5 * scale,
		top: at.y - 5 * scale,
		bottom: at.y + 5 * scale,
	};
	t.true(countPixels(pixels, ring, colour => colour === epoll) > 50, 'its rim is drawn');
	for (const x of [250, 750]) {
		const beside = place(0, x, 100);
		const line = {left: beside.x - 3, right: beside.x + 3, top: beside.y - 6, bottom: beside.y + 6};
		t.is(
			countPixels(pixels, line, colour => colour === epoll),
			0,
		);
	}
});

test('a valid point at the same x keeps the line whole', async t => {
	const points: Point[] = [...valid([0, 500, 1000], 100), {x: 500, y: 50, state: 'invalid'}];
	const {pixels, place} = await drawPixels(graphOf({epoll: points}, 'linear'));
	for (const x of [250, 750]) {
		const at = place(0, x, 100);
		t.is(pixels.at(at.x, at.y), epoll);
	}

	const hollow = place(0, 500, 50);
	t.is(pixels.at(hollow.x, hollow.y), paper);
});

test('a point that is not valid is drawn over all others', async t => {
	const {pixels, place} = await drawPixels(
		graphOf({epoll: [{x: 500, y: 100, state: 'invalid'}], poll: valid([0, 500], 100)}, 'linear'),
	);
	const at = place(0, 500, 100);
	t.is(pixels.at(at.x, at.y), paper);
});

test('a lower bound is filled, joined, and has an arrow upwards', async t => {
	const points: Point[] = [...valid([0, 1000], 100), {x: 500, y: 100, state: 'at-least'}];
	const {pixels, place, scale} = await drawPixels(
		graphOf({epoll: points, poll: valid([0], 200)}, 'linear'),
	);
	const at = place(0, 500, 100);
	const [beside, without] = [place(0, 250, 100), place(0, 1000, 100)];
	t.is(pixels.at(at.x, at.y), epoll);
	t.is(pixels.at(beside.x, beside.y), epoll);
	t.is(pixels.at(at.x, at.y - 11 * scale), epoll, 'the arrow');
	t.not(pixels.at(without.x, without.y - 11 * scale), epoll, 'no arrow elsewhere');
	t.not(pixels.at(at.x, at.y + 11 * scale), epoll, 'none downwards');
});

test('a level is a dotted line from side to side', async t => {
	const chart = graphOf({epoll: valid([0, 1000], 100)}, 'linear');
	const [panel] = chart.panels;
	const {pixels, place, plot, scale} = await drawPixels({
		...chart,
		panels: panel ? [{...panel, levels: [50]}] : [],
	});
	const {y} = place(0, 0, 50);
	for (const x of [plot(0).left + 2, plot(0).right - 12].map(each => each * scale)) {
		const part = {left: x, right: x + 10 * scale, top: y - 3, bottom: y + 3};
		t.true(countPixels(pixels, part, isDark) > 10, `at ${x}`);
		t.true(countPixels(pixels, part, colour => !isDark(colour)) > 10, `gaps at ${x}`);
	}
});

test('an interval is drawn from end to end', async t => {
	const points: Point[] = [
		{x: 500, y: 100, low: 50, high: 180, state: 'ok'},
		...valid([0, 1000], 100),
	];
	for (const scale of ['linear', 'log'] as const) {
		const {pixels, place} = await drawPixels(graphOf({epoll: points}, scale));
		for (const y of [52, 75, 140, 178]) {
			const at = place(0, 500, y);
			t.is(pixels.at(at.x, at.y), epoll, `${scale} at ${y}`);
		}

		for (const y of [45, 190]) {
			const at = place(0, 500, y);
			t.not(pixels.at(at.x, at.y), epoll, `${scale} at ${y}`);
		}
	}
});

for (const scale of ['linear', 'log'] as const) {
	test(`each panel has its lines where its points are, ${scale}`, async t => {
		const chart = graphOf({poll: pair(14_000, 1000), epoll: pair(13_000, 13_500)}, scale);
		const {panels} = graphOf({poll: pair(10, 404), epoll: pair(9, 9)}, scale);
		const {pixels, place} = await drawPixels({...chart, panels: [...chart.panels, ...panels]});
		// Lines are drawn by Chart.js, points are not: they must agree where a panel is.
		const ends: Array<[number, number, number]> = [
			[0, 14_000, 1000],
			[1, 10, 404],
		];
		for (const [panel, first, second] of ends) {
			const [from, to] = [place(panel, 0, first), place(panel, 5000, second)];
			t.is(pixels.at(to.x, to.y), colourOf('poll'), `panel ${panel}`);
			const half = pixels.at((from.x + to.x) / 2, (from.y + to.y) / 2);
			t.is(half, colourOf('poll'), `panel ${panel}`);
		}
	});
}

test('a graph with no points is drawn, and says so', async t => {
	const {pixels, page, plot, box} = await drawPixels(graphOf({}, 'log'));
	const {top, bottom} = plot(0);
	const middle = {left: 250, right: 380, top: (top + bottom) / 2 - 20, bottom: (top + bottom) / 2};
	t.true(countPixels(pixels, box(middle), colour => colour !== paper) > 100);
	t.is(page.legend.length, 0);
});

function pair(first: number, second: number): Point[] {
	return [...valid([0], first), ...valid([5000], second)];
}
