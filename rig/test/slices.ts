// What a duet's slices say: drift cancels, and what was planted stays.
import test from 'ava';
import {type Slices, summariseSlices} from '../method/slices.js';
import {seededRandom} from '../method/random.js';

const SECONDS = 0.005;
const orders = [
	[0, 1, 1, 0],
	[1, 0, 0, 1],
];

/** Slices of B that is `ratio` times as fast, on a machine that drifts, and is taken away at times. */
function slices(count: number, ratio: number): Slices {
	const random = seededRandom(7);
	let speed = 100_000;
	return Array.from({length: count * 4}, (_, index): Slices[number] => {
		speed *= 1.0005;
		const side = orders[Math.floor(index / 4) % 2]?.[index % 4] as 0 | 1;
		const taken = random() < 0.02 ? 0.3 : 1;
		const replies = Math.round(
			SECONDS * speed * taken * (side === 1 ? ratio : 1) * (0.98 + 0.04 * random()),
		);
		return [side, SECONDS, replies, SECONDS * taken];
	});
}

test('a planted ratio comes back, whatever the machine does meanwhile', t => {
	for (const ratio of [0.8, 1, 1.05]) {
		const found = summariseSlices(slices(300, ratio));
		t.true(
			Math.abs(Math.exp(found.logs.rate ?? 9) / ratio - 1) < 0.005,
			`${ratio}: ${Math.exp(found.logs.rate ?? 9)}`,
		);
		t.true(Math.abs(Math.exp(found.logs.cpu ?? 9) * ratio - 1) < 0.005);
	}
});

test('a last quadruple that is not whole, or has an empty slice, is left out', t => {
	const whole = slices(10, 1.1);
	t.deepEqual(summariseSlices([...whole, ...whole.slice(0, 3)]), summariseSlices(whole));
	const empty: Slices = [[0, SECONDS, 0, 0], ...whole.slice(1, 4)];
	t.deepEqual(summariseSlices([...whole, ...empty]), summariseSlices(whole));
	t.deepEqual(summariseSlices([]), {logs: {}, positions: {}});
	t.deepEqual(summariseSlices(whole.slice(0, 3)), {logs: {}, positions: {}});
	const blind = whole.map(([side, seconds, replies]): Slices[number] => [
		side,
		seconds,
		replies,
		0,
	]);
	t.deepEqual(Object.keys(summariseSlices(blind).logs), ['rate']);
});
