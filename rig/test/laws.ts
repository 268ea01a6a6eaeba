// The fit finds a planted law, at the rate that its intervals promise.
import test from 'ava';
import {findKnee} from '../method/knee.js';
import {fitLaw, type Interval} from '../method/law.js';
import {seededRandom} from '../method/random.js';

const DRAWS = 400;
/** Of 400 draws at 95 %: three standard deviations are 3.3 percent points. */
const [FEWEST, MOST] = [0.917, 0.983];

for (const {title, a, b, noise, xs, repeats} of [
	{title: 'a curve of poll', a: 5.5, b: 0.004, noise: 0.05, xs: steps(0, 16_000, 1000), repeats: 3},
	{title: 'a flat curve', a: 5.5, b: 0, noise: 0.05, xs: steps(0, 16_000, 1000), repeats: 3},
	{title: 'a published curve', a: 60, b: 0.04, noise: 0.02, xs: steps(0, 60_000, 5000), repeats: 1},
	{
		title: 'three decades',
		a: 1.5,
		b: 0.08,
		noise: 0.1,
		xs: [10, 100, 500, 1000, 4000, 8000, 16_000],
		repeats: 5,
	},
]) {
	test(`a planted law comes back inside its intervals: ${title}`, t => {
		const random = seededRandom(7);
		let [ofA, ofB] = [0, 0];
		for (let draw = 0; draw < DRAWS; draw++) {
			const points = xs.flatMap(x =>
				Array.from({length: repeats}, () => ({x, y: (a + b * x) * (1 + noise * normal(random))})),
			);
			const law = fitLaw(points);
			ofA += law && holds(law.a, a) ? 1 : 0;
			ofB += law && holds(law.b, b) ? 1 : 0;
		}

		t.log(`a: ${ofA}, b: ${ofB} of ${DRAWS}`);
		t.true(ofA / DRAWS >= FEWEST && ofA / DRAWS <= MOST, `a: ${ofA} of ${DRAWS}`);
		t.true(ofB / DRAWS >= FEWEST && ofB / DRAWS <= MOST, `b: ${ofB} of ${DRAWS}`);
	});
}

test('with no noise the law is exact', t => {
	const law = fitLaw([0, 100, 1000, 5000].map(x => ({x, y: 2 + 0.5 * x})));
	t.true(Math.abs((law?.a.value ?? 0) - 2) < 1e-9);
	t.true(Math.abs((law?.b.value ?? 0) - 0.5) < 1e-12);
});

test('two counts make no law', t => {
	t.is(fitLaw([0, 0, 5, 5].map(x => ({x, y: 1 + x}))), undefined);
});

test('the knee is where a tenth is lost for good', t => {
	const at = (...ys: number[]) => findKnee(ys.map((y, index) => ({x: index * 100, y})));
	t.deepEqual(at(100, 95, 85, 50), {at: 150});
	t.deepEqual(at(100, 80, 100, 95), {beyond: 300});
	t.deepEqual(at(100, 10), {at: 100 / 9});
	t.is(at(100), undefined);
});

function steps(from: number, to: number, step: number): number[] {
	return Array.from({length: (to - from) / step + 1}, (_, index) => from + index * step);
}

/** Box and Muller (1958). */
function normal(random: () => number): number {
	return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function holds({low, high}: Interval, planted: number): boolean {
	return low <= planted && planted <= high;
}
