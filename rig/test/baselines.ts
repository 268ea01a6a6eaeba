// A run judges every mechanism against a baseline, and ends with sentences that can be quoted.
import test from 'ava';
import {conclude} from '../output/conclusion.js';
import {headlines} from '../output/headline.js';
import {runCli} from './helpers/cli.js';
import {many} from './helpers/draws.js';
import {someRow, someRun} from './helpers/rows.js';

const mechanisms = ['select', 'poll', 'epoll'];
const counts = [0, 1000, 5000];

/** CPU per reply: epoll is flat, the others grow; a block as a whole is off by some per cent. */
function stored(repeats: number, baseline?: string) {
	const costs = {select: (dead: number) => 10 + dead / 100, poll: slope, epoll: () => 5};
	const rows = many(repeats, repeat => repeat).flatMap(repeat =>
		counts.flatMap((dead, place) =>
			mechanisms.map((mechanism, index) => {
				const noise = 1 + 0.03 * (repeat % 3) + 0.001 * ((repeat * 7 + index * 5 + place) % 3);
				const cpu = costs[mechanism as keyof typeof costs](dead) * noise;
				const block = repeat * counts.length + place;
				const measures = {rate: 0.98e6 / cpu, cpu, capacity: 1e6 / cpu};
				return someRow({mechanism, dead, repeat: repeat + 1, block, measures});
			}),
		),
	);
	const run = someRun({
		vary: {mechanism: mechanisms, dead: counts},
		design: {kind: 'sweep', ...(baseline !== undefined && {baseline})},
	});
	return {folder: '/nowhere', run, rows};
}

function slope(dead: number): number {
	return 10 + dead / 100;
}

test('the first mechanism of the study is the baseline, and all others are one family', async t => {
	const {comparison, lines} = await conclude(stored(5));
	t.deepEqual(
		[...new Set(comparison?.points.map(({name}) => name))],
		['poll / select', 'epoll / select'],
	);
	// Two others, three counts, two measures, and two laws.
	t.is(comparison?.tests, 14);
	t.true(comparison?.points.every(({measures}) => measures['cpu']?.interval !== undefined));
	t.like(comparison?.laws[1], {name: 'epoll / select', verdict: 'faster'});
	const text = lines.join('\n');
	t.regex(text, /A is select, B is each of the others, interleaved in one run/);
	t.regex(
		text,
		/At 5,000 dead, epoll costs least: 5\.\d\d µs\/reply of server CPU \(capacity: 19\d,\d{3} replies\/s of CPU time\); /,
	);
	t.regex(
		text,
		/Against select, epoll costs less at 0, 1,000, 5,000 dead \(by 91\.7 %, 91\.\d to 91\.\d %, at 5,000\)\./,
	);
	t.regex(text, /Against select, poll is the same within 3 % at 0, 1,000, 5,000 dead\./);
	t.regex(
		text,
		/All 14 intervals of this run hold together with 95 %; drift from run to run is not in them/,
	);
});

test('another baseline turns the ratios round', async t => {
	const {comparison} = await conclude(stored(5, 'epoll'));
	t.deepEqual(
		[...new Set(comparison?.points.map(({name}) => name))],
		['select / epoll', 'poll / epoll'],
	);
	t.is(comparison?.points[0]?.measures['cpu']?.verdict, 'slower');
});

test('of one repeat there is no verdict', async t => {
	const {comparison, lines} = await conclude(stored(1));
	t.is(comparison, undefined);
	t.notRegex(lines.join('\n'), /Against/);
	t.regex(lines.join('\n'), /n = 1/);
});

test('loaded in turns, ratios are those of the turns, and points those of both sides', async t => {
	const design = {kind: 'sweep' as const, inTurns: {contender: 'mechanism', slice: 5}};
	const run = someRun({vary: {mechanism: mechanisms, dead: counts}, repeats: 5, design});
	// One side alone drifts by tens of percent: the turns say 10 % more for poll, and half for epoll.
	const logs = {poll: Math.log(1.1), epoll: Math.log(0.5)};
	const rows = run.plan.map(step => {
		const {sides} = step.versus as NonNullable<typeof step.versus>;
		const log = logs[String(sides[1]['mechanism']) as keyof typeof logs];
		const drift = 1 + 0.2 * (step.index % 3);
		const jitter = 0.002 * ((step.index % 5) - 2);
		const measures = {rate: 0.98e5 / drift, cpu: 10 * drift, capacity: 1e5 / drift};
		const side = {measures, reasons: []};
		return {
			...someRow({...step, measures: undefined}),
			...{sides: [side, side] as [typeof side, typeof side]},
			logs: {rate: -log + jitter, cpu: log + jitter, capacity: -log - jitter},
		};
	});
	t.is(rows.length, 5 * counts.length * 2);
	const {comparison, lines} = await conclude({folder: '/nowhere', run, rows});
	const costs = comparison?.points.map(({name, x, measures}) => [name, x, measures['cpu']]);
	t.is(costs?.length, 2 * counts.length);
	for (const [name, , judged] of costs as Array<[string, number, {value: number}]>) {
		t.like(judged, {verdict: name === 'poll / select' ? 'slower' : 'faster', n: 5});
		t.true(Math.abs(judged.value - (name === 'poll / select' ? 1.1 : 0.5)) < 0.005);
	}

	const text = lines.join('\n');
	t.regex(
		text,
		/A is select, B is each of the others, both at once, loaded in turns: slices of 5 ms/,
	);
	t.regex(text, /Against select, epoll costs less at 0, 1,000, 5,000 dead/);
});

test('what cannot be loaded in turns is told of', async t => {
	const alone = await runCli(['run', '--mechanisms', 'epoll', '--in-turns']);
	t.is(alone.exitCode, 2);
	t.regex(alone.stderr, /--in-turns holds levels of mechanism against each other/);
	t.regex(alone.stderr, /there is only epoll/);
});

test('a baseline that does not take part is told of', async t => {
	const {exitCode, stderr} = await runCli(['run', 'quick', '--baseline', 'epoll-et']);
	t.is(exitCode, 2);
	t.regex(
		stderr,
		/--baseline epoll-et is not among what is compared: poll, select, epoll, io_uring/,
	);
});

test('those that cannot be told apart share a sentence', t => {
	const cost = {
		...{name: 'switches', title: 'Voluntary switches', unit: '/accept', column: 'switches'},
		...{better: 'less' as const, spoiledBy: 'cell' as const, digits: 2},
	};
	const judged = {
		...{value: 1, measured: 1, interval: {value: 1, low: 0.5, high: 2}, n: 3, remedy: undefined},
		...{verdict: 'cannot tell' as const, against: 'A' as const},
	};
	const point = (name: string) => ({name, x: 4, measures: {switches: judged}});
	const comparison = {
		...{effect: 0.03, confidence: 0.95, tests: 2, level: 0.975, laws: [], shifts: {}},
		points: [point('b / a'), point('c / a')],
	};
	const words = {measures: [cost], x: 'workers', unit: 'workers', one: 'worker', each: 'ns'};
	const pairs = [['a', 'b'] as const, ['a', 'c'] as const];
	t.deepEqual(headlines([], {pairs, comparison}, {cost, capacity: undefined}, words), [
		'Against a, b, c cannot be told apart at 4 workers.',
		'All 2 intervals of this run hold together with 95 %; drift from run to run is not in them.',
	]);
});
