// Every curve is there: its line, its points, its intervals; points that are not valid are hollow.
import test from 'ava';
import {
	allMechanisms,
	colourOf,
	drawPixels,
	graphOf,
	mechanisms,
	plotOf,
	valid,
} from './helpers/graphs.js';
import {countPixels} from './helpers/pixels.js';

const epoll = colourOf('epoll');
const paper = '#FFFFFF';

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
			page,
			place,
			scale: zoom,
		} = await drawPixels(graphOf({epoll: valid([0, 1000], 100)}, scale));
		const [first, last] = [place(0, 0, 100), place(0, 1000, 100)];
		t.is(Math.round(last.x), Math.round(page.right * zoom));
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
	const points = [...valid([0, 1000], 100), {x: 500, y: 100, valid: false}];
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
	const points = [...valid([0, 500, 1000], 100), {x: 500, y: 50, valid: false}];
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
		graphOf({epoll: [{x: 500, y: 100, valid: false}], poll: valid([0, 500], 100)}, 'linear'),
	);
	const at = place(0, 500, 100);
	t.is(pixels.at(at.x, at.y), paper);
});

test('an interval is drawn from end to end', async t => {
	const points = [{x: 500, y: 100, low: 50, high: 180, valid: true}, ...valid([0, 1000], 100)];
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

test('a graph with no points is drawn, and says so', async t => {
	const {pixels, page, box} = await drawPixels(graphOf({}, 'log'));
	const {top, bottom} = plotOf(page, 0);
	const middle = {left: 250, right: 380, top: (top + bottom) / 2 - 20, bottom: (top + bottom) / 2};
	t.true(countPixels(pixels, box(middle), colour => colour !== paper) > 100);
	t.is(page.legend.length, 0);
});
