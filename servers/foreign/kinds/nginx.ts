// nginx: one process or several, no logs, a reply that it makes itself.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {formatEndpoint} from '../../../linux/address.js';
import type {Probe} from '../../../linux/poller.js';
import {ask} from '../ask.js';
import {probeInstalled} from '../installed.js';
import type {ForeignCounts, ForeignOptions} from '../kind.js';

/** What a body is put together from, in variables: a parameter of nginx's has 4 kB at most. */
const LARGE_BYTES = 1024;
const SMALL_BYTES = 64;

/** Beside the clients' connections: the listeners, and whoever asks for counts. */
const SPARE_CONNECTIONS = 64;

/**
 * Its workers wait for one socket with EPOLLEXCLUSIVE (since 1.11.3, on Linux 4.5), or have one each: the
 * worker that listened first would get nearly all, so that each listens anew now and then.
 */
const listeners = ['exclusive', 'reuseport'];

export function probe(): Probe {
	const found = probeInstalled('nginx', ['-v'], {
		pattern: /nginx\/(\S+)/,
		debianPackage: 'nginx-light',
	});
	return found.ok ? {...found, listeners} : found;
}

export function prepare(options: ForeignOptions): readonly [string, ...string[]] {
	const {folder} = options;
	const file = join(folder, 'nginx.conf');
	writeFileSync(file, configuration(options));
	return ['nginx', '-p', folder, '-c', file, '-e', 'stderr'];
}

/**
 * What stub_status tells. It counts a request from its first byte on, and whoever asks as well: a
 * whole reply is what is neither read nor written any more.
 */
export async function count(folder: string): Promise<ForeignCounts> {
	const answer = await ask(socketOf(folder), 'GET / HTTP/1.0\r\n\r\n');
	const words = /connections: (\d+)[^]*?(\d+) \d+ (\d+)\s+Reading: (\d+) Writing: (\d+)/;
	const [, active, accepted, requests, reading, writing, asked] = [
		...(words.exec(answer) ?? []).map(Number),
		timesAsked.get(folder) ?? 0,
	] as const;
	if (writing === undefined || asked === undefined) {
		throw new Error(`nginx tells no counts: ${answer.slice(0, 200)}`);
	}

	timesAsked.set(folder, asked + 1);
	return {
		// Our own question is under way: it is among the requests, and among what is written.
		replies: Number(requests) - asked - Number(reading) - writing,
		connections: {now: Number(active) - 1, accepted: Number(accepted) - asked - 1},
	};
}

/** `return` is nginx's shortest way to a reply: no file, no cache, no upstream. */
function configuration(options: ForeignOptions): string {
	const {folder, address, port, backlog, messageSize, maxConnections, crew} = options;
	const listen = [
		formatEndpoint(address, port),
		`backlog=${backlog}`,
		...(crew?.listener === 'reuseport' ? ['reuseport'] : []),
		...(options.deferAccept ? ['deferred'] : []),
	];
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map(user => `${user}_temp_path ${folder}/${user};`)
		.join('\n');
	const large = '$a'.repeat(Math.floor(messageSize / LARGE_BYTES));
	const small = '$b'.repeat((messageSize % LARGE_BYTES) / SMALL_BYTES);
	return `daemon off;
${crew === undefined ? 'master_process off' : `worker_processes ${crew.workers}`};
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections ${maxConnections + SPARE_CONNECTIONS}; }
http {
access_log off;
${temporary}
server_tokens off;
default_type text/plain;
keepalive_requests 2000000000;
keepalive_timeout 1d;
client_header_timeout 1d;
server {
listen ${listen.join(' ')};
set $a ${'x'.repeat(LARGE_BYTES)};
set $b ${'x'.repeat(SMALL_BYTES)};
location / { return 200 "${large}${small}"; }
}
server {
listen unix:${socketOf(folder)};
location / { stub_status; }
}
}
`;
}

/** Questions so far, by folder. */
const timesAsked = new Map<string, number>();

function socketOf(folder: string): string {
	return join(folder, 'counts.sock');
}
