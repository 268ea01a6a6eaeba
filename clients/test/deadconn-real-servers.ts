// Real servers as dead connections find them: with a timeout for a request, and a limit of their own.
import {mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {startDeadconn} from './helpers/deadconn.js';
import {isInstalled, Peer} from './helpers/httperf-peers.js';
import {freePort} from './helpers/httperf-server.js';

const NUMBER = 50;

onPeer('nginx', 'ends requests that stay unfinished, and all are counted', async t => {
	using nginx = await startNginx({connections: 512, headerTimeout: '2s'});
	await allAreClosed(t, nginx.port);
});

onPeer('haproxy', 'ends requests that stay unfinished, and all are counted', async t => {
	using haproxy = await startHaproxy({requestTimeout: '2s'});
	await allAreClosed(t, haproxy.port);
});

onPeer('nginx', 'has fewer connections than asked for, and that is a failure', async t => {
	using nginx = await startNginx({connections: 30, headerTimeout: '60s'});
	using client = startDeadconn(nginx.port, NUMBER);
	t.is(await client.exit(), 1);
	const [failed] = client.all('failed');
	t.like(failed, {of: NUMBER, limit: 'the server'});
	t.true(failed !== undefined && failed.open < NUMBER);
});

function onPeer(name: string, what: string, run: (t: ExecutionContext) => Promise<void>): void {
	if (isInstalled(name)) {
		test(`${name} ${what}`, run);
	} else {
		test.skip(`${name} ${what} (${name} is not installed)`, run);
	}
}

async function allAreClosed(t: ExecutionContext, port: number): Promise<void> {
	using client = startDeadconn(port, NUMBER);
	await client.event('ready');
	t.like(await client.report(), {open: NUMBER, closed: 0});
	await waitFor(
		() => client.all('closed').find(({closed}) => closed === NUMBER),
		() => `not all are closed: ${client.output}`,
	);
	t.like(await client.report(), {open: 0, closed: NUMBER, of: NUMBER});
	t.is(await client.close(), 0);
}

async function startNginx(limits: {connections: number; headerTimeout: string}): Promise<Peer> {
	return startPeer((port, folder) => ({
		text: `daemon off; worker_processes 1; pid ${folder}/pid; error_log /dev/null;
events { worker_connections ${limits.connections}; }
http {
	access_log off;
	client_header_timeout ${limits.headerTimeout};
	${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/${name};`).join(' ')}
	server { listen 127.0.0.1:${port}; }
}
`,
		command: ['nginx', '-p', folder, '-c', `${folder}/config`],
	}));
}

async function startHaproxy({requestTimeout}: {requestTimeout: string}): Promise<Peer> {
	return startPeer((port, folder) => ({
		text: `global
	nbthread 1
	maxconn 500
defaults
	mode http
	timeout client 60s
	timeout http-request ${requestTimeout}
frontend test
	bind 127.0.0.1:${port}
	http-request return status 200
`,
		command: ['haproxy', '-db', '-f', `${folder}/config`],
	}));
}

async function startPeer(
	configure: (port: number, folder: string) => {text: string; command: [string, ...string[]]},
): Promise<Peer> {
	const port = await freePort();
	const folder = mkdtempSync(path.join(tmpdir(), 'deadconn-peer-'));
	const {text, command} = configure(port, folder);
	writeFileSync(path.join(folder, 'config'), text);
	return new Peer(port, folder, command).ready();
}
