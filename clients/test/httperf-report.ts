// Our report is httperf's: one parser reads both, and both say the same of the same server.
import type {ExecutionContext} from 'ava';
import {type OnEngine, onEngines} from './helpers/httperf-engines.js';
import {type Report, parseReport} from './helpers/httperf-report.js';
import {hasRealHttperf, realHttperf, run} from './helpers/httperf-run.js';
import {type Answer, REPLY, TestServer, always, freePort} from './helpers/httperf-server.js';

const both = {isPossible: hasRealHttperf};
const why = hasRealHttperf ? '' : ': /usr/bin/httperf is not here (Debian package httperf)';

/** What must be the same of both, whatever the machine's speed. */
const exact = [
	'connections',
	'requests',
	'replies',
	'length',
	'requestSize',
	'header',
	'content',
	'footer',
	'replySize',
	'1xx',
	'2xx',
	'3xx',
	'4xx',
	'5xx',
	'errors',
	'client-timo',
	'socket-timo',
	'connrefused',
	'connreset',
	'fd-unavail',
	'addrunavail',
	'ftab-full',
	'other',
];

const chunked =
	'HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n';

onEngines(
	`a number of calls on each connection${why}`,
	async (t, on) => {
		const {ours, theirs} = await compare({t, on}, always(REPLY), [
			'--num-conns=10',
			'--num-calls=50',
		]);
		t.is(ours.fields['replies'], 500);
		t.like(pick(ours, exact), pick(theirs, exact));
	},
	both,
);

onEngines(
	`connections at a rate, all options of the study${why}`,
	async (t, on) => {
		const study = '--think-timeout 5 --timeout 5 --num-calls 20 --num-conns 40 --hog --rate 100';
		const {ours, theirs} = await compare({t, on}, always(REPLY), study.split(' '));
		t.like(pick(ours, exact), pick(theirs, exact));
		for (const {fields} of [ours, theirs]) {
			// 39 intervals of 10 ms, and no more connections a second than were asked for.
			t.true((fields['duration'] as number) >= 0.38);
			t.true((fields['connRate'] as number) <= 104);
		}
	},
	both,
);

onEngines(
	`chunked replies with trailers, and their status${why}`,
	async (t, on) => {
		const {ours, theirs} = await compare({t, on}, always(chunked), [
			'--num-conns=3',
			'--num-calls=7',
		]);
		t.is(ours.fields['4xx'], 21);
		t.like(pick(ours, exact), pick(theirs, exact));
	},
	both,
);

onEngines(
	`replies that the end of the connection ends${why}`,
	async (t, on) => {
		const answer: Answer = socket => {
			socket.end('HTTP/1.0 200 OK\r\n\r\nuntil the end');
		};
		const {ours, theirs} = await compare({t, on}, answer, ['--num-conns=5']);
		t.is(ours.fields['content'], 13);
		t.like(pick(ours, exact), pick(theirs, exact));
	},
	both,
);

onEngines(
	`a server that closes between calls${why}`,
	async (t, on) => {
		const answer: Answer = (socket, index) => {
			if (index === 2) {
				socket.end(REPLY);
			} else {
				socket.write(REPLY);
			}
		};
		const {ours, theirs} = await compare({t, on}, answer, ['--num-conns=4', '--num-calls=10']);
		t.is(ours.fields['connreset'], 4);
		// Theirs has sent one more request on each connection before it finds out; ours may have.
		const names = exact.filter(name => name !== 'requests' && name !== 'requestSize');
		t.like(pick(ours, names), pick(theirs, names));
	},
	both,
);

onEngines(
	`a server that never answers${why}`,
	async (t, on) => {
		const {ours, theirs} = await compare({t, on}, () => undefined, [
			'--num-conns=3',
			'--timeout=0.3',
		]);
		t.is(ours.fields['client-timo'], 3);
		t.like(pick(ours, exact), pick(theirs, exact));
	},
	both,
);

onEngines(
	`a port that nobody listens on${why}`,
	async (t, on) => {
		const options = ['--server=127.0.0.1', `--port=${await freePort()}`, '--num-conns=3'];
		const ours = parseReport((await on.run(...options)).output);
		const theirs = parseReport((await run(realHttperf, options)).output);
		t.is(ours.fields['connrefused'], 3);
		t.like(pick(ours, exact), pick(theirs, exact));
		sane(t, ours);
	},
	both,
);

async function compare(
	{t, on}: {t: ExecutionContext; on: OnEngine},
	answer: Answer,
	options: readonly string[],
): Promise<{ours: Report; theirs: Report}> {
	using server = await TestServer.start(answer);
	const all = [...server.options, ...options];
	const theirs = parseReport((await run(realHttperf, all)).output);
	const before = server.requests;
	const ours = parseReport((await on.run(...all)).output);
	t.is(ours.fields['requests'], server.requests - before);
	t.deepEqual(Object.keys(ours.fields), Object.keys(theirs.fields));
	t.deepEqual(ours.digits, theirs.digits);
	sane(t, theirs);
	sane(t, ours);
	return {ours, theirs};
}

/** What holds of any report, up to the digits that are printed. */
function sane(t: ExecutionContext, {fields}: Report): void {
	const of = (name: string) => fields[name] as number;
	t.true(of('lifeMin') <= of('lifeAvg') && of('lifeAvg') <= of('lifeMax'));
	t.true(of('rateMin') <= of('rateAvg') && of('rateAvg') <= of('rateMax'));
	t.true(of('concurrent') <= of('connections') && of('replies') <= of('requests'));
	t.true(close(of('replySize'), of('header') + of('content') + of('footer'), 0.2));
	// Its three digits say little of a duration of a few milliseconds.
	if (of('duration') > 0.1) {
		t.true(close(of('requests') / of('duration'), of('requestRate'), of('requestRate') * 0.02 + 1));
	}

	// One every 5 s: a busy machine may take so long.
	t.true(close(of('samples'), Math.floor(of('duration') / 5), 1));
	t.true(close(of('share'), of('userShare') + of('systemShare'), 0.3));
}

function close(a: number, b: number, tolerance: number): boolean {
	return Math.abs(a - b) <= tolerance;
}

function pick({fields}: Report, names: readonly string[]): Record<string, number | undefined> {
	return Object.fromEntries(names.map(name => [name, fields[name]]));
}
