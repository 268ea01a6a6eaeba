// A report to show to anybody: nothing in it tells which machines it was made on.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {runCli} from './helpers/cli.js';
import {someRow, someRun, writeResults} from './helpers/rows.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

test('--redact leaves out host names, addresses and paths, and nothing that was measured', async t => {
	const folder = temporaryFolder(t);
	const run = someRun({
		notMeasured: ['what /srv/secret/notes.txt says', 'loopback: /proc/net/tcp'],
	});
	const {server} = run.hosts;
	const named = {
		...server,
		identity: {...server.identity, hostname: 'quokka'},
		interfaces: {
			eth0: {addresses: ['192.0.2.17/24', '2001:db8::17/64'], mtu: null, speed: null, driver: null},
		},
		platform: {
			...server.platform,
			'command line': 'root=UUID=0b1c2d3e-0000-4000-8000-123456789abc BOOT_IMAGE=/boot/vmlinuz',
		},
	};
	const lab = {
		inventory: '/home/anna/lab.yml',
		...{address: '192.0.2.18', server: 'quokka.example', load: 'web-3'},
		dead: [{name: 'rack9', cpus: [0], sources: ['198.51.100.4'], facts: named}],
	};
	writeResults(
		folder,
		[
			someRow({dead: 0}),
			{
				...someRow({dead: 10}),
				status: 'failed',
				reasons: [{name: 'fault', message: 'web-3 lost 192.0.2.17:80, see /tmp/x/log'}],
			},
		],
		{...run, hosts: {server: named, load: named, dead: named}, lab},
	);
	const secrets =
		/quokka|web-3|rack9|192\.0\.2|198\.51|2001:db8|anna|\/srv\/|\/tmp\/|\/boot\/|0b1c2d3e/;

	await runCli(['report', folder]);
	t.regex(readFileSync(join(folder, 'report.html'), 'utf8'), secrets);
	const {exitCode, stderr} = await runCli(['report', '--redact', folder]);
	t.is(exitCode, 0, stderr);
	for (const name of ['report.html', 'summary.csv', 'graph.svg']) {
		const text = readFileSync(join(folder, name), 'utf8');
		t.is(secrets.exec(text)?.[0], undefined, name);
	}

	const html = readFileSync(join(folder, 'report.html'), 'utf8');
	t.true(html.includes('load lost [address]:80, see [path]'));
	t.true(html.includes('/proc/net/tcp'), 'what every Linux has is no secret');
	t.true(html.includes('dead host dead-1'));
	t.true(html.includes('1,000'), 'the rate');
});

test('a host called as a level or a measure does not change either', async t => {
	const folder = temporaryFolder(t);
	const run = someRun();
	const {server} = run.hosts;
	const named = {...server, identity: {...server.identity, hostname: 'epoll'}};
	writeResults(folder, [someRow()], {...run, hosts: {server: named, load: named, dead: named}});
	const {exitCode, stderr} = await runCli(['report', '--redact', folder]);
	t.is(exitCode, 0, stderr);
	t.regex(readFileSync(join(folder, 'summary.csv'), 'utf8'), /^epoll,0,/m);
});
