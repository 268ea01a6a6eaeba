// deadweight list and deadweight doctor, for people and as JSON.
import test from 'ava';
import {runCli} from './helpers/cli.js';
import {documentOf} from './helpers/document.js';

type Listed = {
	studies: Array<{name: string; question: string; notMeasured: string[]}>;
	mechanisms: Array<{name: string; ok: boolean}>;
};
type Diagnosed = {
	facts: {kernel: string};
	options: Array<{
		mechanism: string;
		carries: {dead: number; limit: string} | null;
		shortages: Array<{limit: string; value: number; needed: number; remedy: string}>;
	}>;
};

test.serial('list: each study with its question, each mechanism with its probe', async t => {
	const {exitCode, stdout, stderr} = await runCli(['list', '--json']);
	t.is(exitCode, 0, stderr);
	const {studies, mechanisms} = documentOf('list', stdout) as Listed;
	t.deepEqual(
		studies.map(({name}) => name),
		[
			'churn',
			'completion',
			'connections',
			'cork',
			'cork-load',
			'cork-tls',
			'dphttpd-smp',
			'dphttpd-up',
			'duet',
			'herd',
			'kernels',
			'latency',
			'msgsize',
			'pipetest-smp',
			'pipetest-up',
			'quick',
			'receive',
			'reply',
			'speculative',
			'tls',
		],
	);
	t.true(studies.every(({question, notMeasured}) => question !== '' && notMeasured.length > 0));
	t.true(mechanisms.some(({name, ok}) => name === 'epoll' && ok));

	const text = (await runCli(['list'])).stdout;
	for (const {name} of [...studies, ...mechanisms]) {
		t.regex(text, new RegExp(`^${name} `, 'm'));
	}
});

test.serial('doctor: what limits each mechanism, and what raises it', async t => {
	const {exitCode, stdout, stderr} = await runCli(['doctor', '--json', '--dead', '900000000']);
	t.is(exitCode, 0, stderr);
	const {facts, options} = documentOf('doctor', stdout) as Diagnosed;
	t.true(facts.kernel.length > 0);
	const select = options.find(({mechanism}) => mechanism === 'select');
	t.true((select?.carries?.dead ?? Infinity) < 1024);
	for (const {shortages} of options) {
		t.true(shortages.length > 0);
		t.true(shortages.every(({value, needed, remedy}) => needed > value && remedy !== ''));
	}

	const text = (await runCli(['doctor', '--dead', '900000000'])).stdout;
	t.regex(text, /^mechanism +can carry +stopped by$/m);
	t.regex(text, /^To carry 900,000,000 dead connections:$/m);
	// As the tutorial has it, whatever one mechanism alone cannot.
	const few = (await runCli(['doctor', '--dead', '1000'])).stdout;
	t.regex(
		few,
		/^select:\n {2}the mechanism's own limit: is 1024, .*\n\nNothing stands between this machine and 1,000 dead connections\.$/m,
	);
});

test.serial(
	'doctor of a study: of several lines that memory is short for, what most needs',
	async t => {
		const asked = ['tls', '--mechanisms', 'epoll', '--vary', 'security=plain,tls'];
		const {stdout} = await runCli(['doctor', ...asked, '--dead', '900000000', '--repeats', '1']);
		// 100 active connections with two sessions each, and 900 million dead ones with one.
		const needed = 2 ** 29 + 100 * (13_312 + 2 * 12_288) + 9e8 * (13_312 + 12_288);
		t.true(
			stdout.includes(`memory (bytes) is`) &&
				stdout.includes(`needed are ${needed}; raise it: end other`),
			stdout,
		);
		t.regex(stdout, /\(a dead connection inside TLS takes 12 KiB more than another\)$/m);
	},
);
