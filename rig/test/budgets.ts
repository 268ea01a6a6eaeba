// What a machine can carry, and what stops it from carrying more.
import test from 'ava';
import {findCapacity, findShortages} from '../site/budget/budget.js';
import dphttpd from '../subjects/dphttpd/subject.js';
import {diagnose} from '../site/budget/diagnosis.js';
import type {Demand} from '../site/budget/limit.js';
import {readFacts} from '../agent/facts.js';
import type {Facts} from '../record/facts.js';

const here = readFacts();
/** A machine with plenty of everything. */
const plenty: Facts = {
	...here,
	memory: {totalBytes: 2 ** 50, availableBytes: 2 ** 50},
	limits: {openFiles: null, lockedMemoryBytes: null},
	sysctls: {
		...here.sysctls,
		'net.netfilter.nf_conntrack_max': null,
		'fs.epoll.max_user_watches': null,
		'fs.file-max': '9223372036854775807',
		'fs.nr_open': '1048576',
		'net.ipv4.ip_local_port_range': '1024 65535',
	},
	filesInUse: 1000,
};
const epoll = {name: 'epoll', kind: 'readiness', ok: true};
const select = {
	...epoll,
	name: 'select',
	limit: {name: 'FD_SETSIZE', descriptors: 1024, reason: 'FD_SETSIZE'},
};

const cases: Array<[string, Partial<Demand>, limit: string, most: number, remedy: RegExp]> = [
	[
		'descriptors of the server',
		{facts: {...plenty, limits: {openFiles: 20_000, lockedMemoryBytes: null}}},
		'RLIMIT_NOFILE of the server',
		20_000 - 100 - 40,
		/^ulimit -Hn \d+ as root/,
	],
	[
		'descriptors beyond fs.nr_open',
		{facts: {...plenty, limits: {openFiles: 1_048_576, lockedMemoryBytes: null}}},
		'RLIMIT_NOFILE of the server',
		1_048_576 - 100 - 40,
		/^sysctl -w fs\.nr_open=\d+, then ulimit/,
	],
	[
		'files of the machine, both ends',
		{facts: {...plenty, sysctls: {...plenty.sysctls, 'fs.file-max': '101000'}}},
		'fs.file-max',
		(101_000 - 1000 - 200 - 500) / 2,
		/^sysctl -w fs\.file-max=\d+$/,
	],
	[
		'connections that netfilter tracks',
		{facts: {...plenty, sysctls: {...plenty.sysctls, 'net.netfilter.nf_conntrack_max': '4096'}}},
		'net.netfilter.nf_conntrack_max',
		4096 - 100,
		/^sysctl -w net\.netfilter\.nf_conntrack_max=\d+, or take these/,
	],
	[
		'watches of epoll, one on each end',
		{facts: {...plenty, sysctls: {...plenty.sysctls, 'fs.epoll.max_user_watches': '5000'}}},
		'fs.epoll.max_user_watches',
		(5000 - 200) / 2,
		/^sysctl -w fs\.epoll\.max_user_watches=\d+$/,
	],
	['a mechanism with a limit', {option: select}, "the mechanism's own limit", 884, /FD_SETSIZE/],
	[
		'memory',
		{facts: {...plenty, memory: {totalBytes: 2 ** 30, availableBytes: 2 ** 30}}},
		'available memory (bytes)',
		Math.floor((2 ** 29 - 100 * 13_312) / 13_312),
		/MiB are free$/,
	],
	[
		'memory, inside TLS: a session of a dead connection at the server, of an active one at both',
		{
			facts: {...plenty, memory: {totalBytes: 2 ** 30, availableBytes: 2 ** 30}},
			levels: {security: 'tls', idle: 'silent'},
		},
		'available memory (bytes)',
		Math.floor((2 ** 29 - 100 * (13_312 + 2 * 12_288)) / (13_312 + 12_288)),
		/MiB are free \(a dead connection inside TLS takes 12 KiB more than another\)$/,
	],
	[
		'ports',
		{facts: {...plenty, sysctls: {...plenty.sysctls, 'net.ipv4.ip_local_port_range': '2000 2009'}}},
		'source ports (net.ipv4.ip_local_port_range × source addresses)',
		10 * (256 * 254 - 1) - 100,
		/^sysctl -w net\.ipv4\.ip_local_port_range=/,
	],
];
for (const [name, demand, limit, most, remedy] of cases) {
	test(`the limit that is met first: ${name}`, t => {
		const {limits} = dphttpd;
		const whole = {facts: plenty, option: epoll, ends: 'both' as const, active: 100, ...demand};
		const capacity = findCapacity(limits, whole);
		t.is(capacity?.limit.name, limit);
		t.is(capacity?.count, most);
		t.deepEqual(findShortages(limits, whole, most), []);
		const [shortage, ...others] = findShortages(limits, whole, most + 1);
		t.is(shortage?.limit, limit);
		t.true((shortage?.needed ?? 0) > (shortage?.value ?? 0));
		t.regex(shortage?.remedy ?? '', remedy);
		t.deepEqual(others, []);
	});
}

test('a mechanism that is not here carries nothing, with its reason', t => {
	const option = {...epoll, ok: false, reason: 'the kernel lacks it'};
	const demand = {facts: plenty, option, ends: 'both' as const, active: 100};
	t.deepEqual(diagnose(dphttpd.limits, demand, 5), {
		name: 'epoll',
		ok: false,
		reason: 'the kernel lacks it',
		carries: null,
		shortages: [],
	});
});
