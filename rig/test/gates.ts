// Each gate, and nothing else, fires on what it watches.
import test from 'ava';
import {type Reason, statusOf, worthOf} from '../method/cell.js';
import {findMeasure, type NamedMeasure} from '../method/measure.js';
import type {Observation, Snapshot} from '../subjects/dphttpd/observation.js';
import {workOutFigures} from '../subjects/dphttpd/figures.js';
import {measures} from '../subjects/dphttpd/measures.js';
import {judge} from '../subjects/gate.js';
import dphttpd from '../subjects/dphttpd/subject.js';
import {goodObservation} from './helpers/observation.js';

const good = goodObservation();
const {start, end, result} = good;

const cases: Array<[gate: string, change: Partial<Observation>, message: RegExp]> = [
	[
		'population-before',
		{before: {server: 999, client: 1000}},
		/held 999 and the client 1000 before/,
	],
	[
		'population-workers',
		{
			before: {...good.before, workers: [400, 600]},
			during: {...good.during, workers: [450, 650]},
			after: {...good.after, workers: [401, 599]},
		},
		/worker 1 held 400, then 450 .* 401 at last; worker 2 held 600, then 650 .* 599 at last$/,
	],
	['population-after', {after: {server: 1000, client: 997}}, /held 1000 and the client 997 after/],
	[
		'client-errors',
		{result: {...result, errors: {total: 2, connreset: 2}}},
		/^httperf met errors: connreset 2$/,
	],
	[
		'client-errors',
		{result: {...result, status: {'2xx': 9000, '4xx': 1000}}},
		/^httperf met errors: 4xx 1000$/,
	],
	...[
		['listen-overflow', 'ListenOverflows', /ListenOverflows \+3$/],
		['syn-retransmits', 'TCPSynRetrans', /TCPSynRetrans \+3$/],
		['kernel-limits', 'TCPBacklogDrop', /TCPBacklogDrop \+3$/],
		['memory-limits', 'SwappedPages', /SwappedPages \+3$/],
		['thermal-throttled', 'ThermalThrottles', /ThermalThrottles \+3$/],
		['cgroup-throttled', 'CgroupThrottledUs', /throttled for 0 ms: raise its cpu\.max/],
	].map(([gate, counter, message]): [string, Partial<Observation>, RegExp] => {
		const grown = (end.kernel.counters[String(counter)] ?? 0) + 3;
		const counters = {...end.kernel.counters, [String(counter)]: grown};
		return [String(gate), {end: {...end, kernel: {...end.kernel, counters}}}, message as RegExp];
	}),
	[
		'steal',
		{end: {...end, kernel: {...end.kernel, counters: {...end.kernel.counters, StealTicks: 20}}}},
		/gave 20 % of a processor to others/,
	],
	[
		'population-during',
		{during: {server: 1000, client: 990}},
		/held 1000 and the client 990 during/,
	],
	[
		'exhaustion',
		{result: {...result, errors: {total: 2, 'fd-unavail': 2}}},
		/httperf ran out: fd-unavail 2 times: raise RLIMIT_NOFILE/,
	],
	[
		'warm-up',
		{
			result: {
				...result,
				window: {...result.window, bins: [500, 700, 1000, 1010, 990, 1000, 1005, 995, 1000, 1000]},
			},
		},
		/first fifth of the window was 40 % slower than the rest/,
	],
	[
		'window-too-short',
		{
			result: {
				...result,
				window: {...result.window, bins: [900, 100, 2000, 10, 900, 1800, 0, 20, 900, 1700]},
			},
		},
		/tenths give its rate within \d+ % only; 1 s should be about /,
	],
	[
		// A little too short is not "2 s should be about 2 s".
		'window-too-short',
		{
			result: {
				...result,
				window: {
					...{...result.window, seconds: 2},
					bins: [1350, 650, 1350, 650, 1350, 650, 1350, 650, 1350, 650],
				},
			},
		},
		/its rate within 26 % only; 2 s should be about 2\.3 s/,
	],
	['reply-counts', {last: {...good.last, replies: 10_101}}, /server counts 10101 .* httperf 10000/],
	['reply-counts', {last: {...good.last, replies: 9999}}, /server counts 9999 .* httperf 10000/],
	['program-ends', {badEnds: ['dphttpd ended by SIGSEGV']}, /^dphttpd ended by SIGSEGV$/],
	[
		'taken-processor',
		{end: {...end, process: waited(0.3, 0)}},
		/the server waited 30 % of the window, httperf 0 %/,
	],
	[
		'taken-processor',
		{end: {...end, process: waited(null, 0.2)}},
		/the server waited an unknown share of the window, httperf 20 %/,
	],
	[
		'client-bound',
		{
			end: {...end, server: {...end.server, cpu: {user: 100_000, system: 600_000}}},
			result: {...result, bottleneck: 'client', window: {...result.window, cpuShare: 0.99}},
		},
		/httperf used 99 % of its processor, the server only 70 % of its own/,
	],
	[
		'no-replies',
		{end: {...end, server: {...end.server, replies: start.server.replies}}},
		/no replies in the window/,
	],
];

test('a good cell passes all gates', t => {
	t.deepEqual(reasonsFor({}), []);
});

for (const [gate, change, message] of cases) {
	test(`${gate}: ${message.source}`, t => {
		// A server that waited for its processor could have done more.
		const reasons = reasonsFor(change).filter(({name, bounds}) => name === gate || !bounds);
		t.deepEqual(
			reasons.map(({name}) => name),
			[gate],
		);
		t.regex(reasons[0]?.message ?? '', message);
	});
}

test('a busy client does not matter where the server was busy as well', t => {
	t.deepEqual(reasonsFor({result: {...result, bottleneck: 'client'}}), []);
});

test('waiting for a processor is no fault where server and client share it', t => {
	const process = waited(0.5, 0.5);
	const reasons = reasonsFor({disjoint: false, end: {...end, process}});
	t.is(statusOf(reasons), 'ok');
	t.is(worthOf({status: 'ok', reasons}, measureOf('rate')), 'at least');
});

test('where the server was not clearly the limit the cell is valid, and its rate a lower bound', t => {
	const busy = (server: number, client: number) => {
		const cpu = {user: 200_000, system: server * 1e6 - 200_000};
		const reasons = reasonsFor({
			end: {...end, server: {...end.server, cpu}},
			result: {...result, window: {...result.window, cpuShare: client}},
		});
		return [
			statusOf(reasons),
			...reasons.map(({name}) => name),
			worthOf({status: 'ok', reasons}, measureOf('rate')),
		];
	};
	t.deepEqual(busy(0.99, 0.99), ['ok', 'exact']);
	t.deepEqual(busy(0.95, 0.99), ['ok', 'client-bound', 'at least']);
	t.deepEqual(busy(0.95, 0.8), ['ok', 'exact']);
	t.deepEqual(busy(0.7, 0.3), ['ok', 'server-idle', 'at least']);
});

test('what the value of a measure is worth depends on what is in doubt', t => {
	const worth = (name: string, ...reasons: Reason[]) =>
		worthOf({status: statusOf(reasons), reasons}, measureOf(name));
	const common = {name: 'x', message: 'm'};
	const client = {...common, spoils: 'pace', bounds: true} as const;
	const idle = {...common, bounds: true} as const;
	const pace = {...common, spoils: 'pace'} as const;
	t.is(worth('rate'), 'exact');
	t.is(worth('rate', client), 'at least');
	t.is(worth('rate', client, pace), 'nothing');
	t.is(worth('rate', common), 'nothing');
	t.is(worth('cpu', client, pace), 'exact');
	t.is(worth('cpu', client, common), 'nothing');
	t.is(worth('latency.p99', client), 'nothing');
	t.is(worth('latency.p99', idle), 'exact');
});

test('gates that spoil the pace and nothing else', t => {
	const {gates} = dphttpd;
	t.deepEqual(
		gates.filter(({spoils}) => spoils === 'pace').map(({name}) => name),
		[
			...['cgroup-throttled', 'client-bound', 'steal', 'taken-processor'],
			...['thermal-throttled', 'warm-up', 'window-too-short'],
		],
	);
	t.true(gates.every(({watches}) => watches !== ''));
});

function measureOf(name: string): NamedMeasure {
	return findMeasure(measures, name) as NamedMeasure;
}

function reasonsFor(change: Partial<Observation>) {
	const seen = {...good, ...change};
	return judge(dphttpd.gates, {seen, detail: workOutFigures(seen).detail});
}

/** What the kernel counts where server and client waited so many seconds for their processors. */
function waited(server: number | null, client: number): Snapshot['process'] {
	const others = {switches: null, hardware: null};
	return {server: {runDelay: server, ...others}, client: {runDelay: client, ...others}};
}
