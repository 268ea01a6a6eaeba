// Real servers, each with one worker or thread, on a free port of 127.0.0.1.
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {freePort} from './httperf-server.js';

/** Whether a command is installed. */
export function isInstalled(command: string): boolean {
	return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

/** A running server; its folder goes with it. */
export class Peer {
	readonly port: number;
	readonly #child: ChildProcess;
	readonly #folder: string;
	readonly #stdout: string[] = [];

	constructor(port: number, folder: string, [command, ...args]: [string, ...string[]]) {
		this.port = port;
		this.#folder = folder;
		this.#child = spawn(command, args, {stdio: ['pipe', 'pipe', 'ignore']});
		this.#child.stdout?.on('data', (data: Buffer) => this.#stdout.push(data.toString()));
	}

	get options(): string[] {
		return ['--server=127.0.0.1', `--port=${this.port}`];
	}

	/** Waits until it accepts connections: on a busy machine a dozen of Node.js's start at once, and for long. */
	async ready(): Promise<this> {
		for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
			if (this.#child.exitCode !== null) {
				break;
			}

			if (await isListening(this.port)) {
				return this;
			}

			await setTimeout(20);
		}

		this[Symbol.dispose]();
		throw new Error(`no server on port ${this.port}: ${this.#stdout.join('')}`);
	}

	/** Stops it (SIGSTOP) or lets it go on (SIGCONT): a server that stalls, for certain. */
	signal(name: 'SIGSTOP' | 'SIGCONT'): void {
		this.#child.kill(name);
	}

	[Symbol.dispose](): void {
		// One that is stopped ends only when it goes on.
		this.#child.kill('SIGCONT');
		// nginx passes SIGTERM on to its worker, which SIGKILL would leave behind.
		this.#child.kill('SIGTERM');
		rmSync(this.#folder, {recursive: true, force: true});
	}
}

/** nginx, with a reply of 128 bytes; `keepalive` requests a connection. */
export async function startNginx({keepalive}: {keepalive: number}): Promise<Peer> {
	const port = await freePort();
	const folder = mkdtempSync(path.join(tmpdir(), 'httperf-nginx-'));
	const file = path.join(folder, 'nginx.conf');
	const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
		name => `${name}_temp_path ${folder}/${name};`,
	);
	writeFileSync(
		file,
		`daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
events { worker_connections 512; }
http { access_log off; keepalive_requests ${keepalive}; ${paths.join(' ')}
server { listen 127.0.0.1:${port}; location / { return 200 "${'x'.repeat(128)}"; }
location = /count { stub_status; } } }`,
	);
	return new Peer(port, folder, ['nginx', '-p', folder, '-c', file]).ready();
}

/** haproxy, which answers by itself. */
export async function startHaproxy(): Promise<Peer> {
	const port = await freePort();
	const folder = mkdtempSync(path.join(tmpdir(), 'httperf-haproxy-'));
	const file = path.join(folder, 'haproxy.cfg');
	writeFileSync(
		file,
		`global
	nbthread 1
	maxconn 500
defaults
	mode http
	timeout client 60s
	timeout http-keep-alive 60s
frontend test
	bind 127.0.0.1:${port}
	http-request return status 200 content-type text/plain string "${'x'.repeat(128)}"
`,
	);
	return new Peer(port, folder, ['haproxy', '-db', '-f', file]).ready();
}

/** Our own dphttpd. */
export async function startDphttpd(): Promise<Peer> {
	const port = await freePort();
	const folder = mkdtempSync(path.join(tmpdir(), 'httperf-dphttpd-'));
	const program = fileURLToPath(new URL('../../../servers/dphttpd/main.js', import.meta.url));
	return new Peer(port, folder, [
		...([process.execPath, program] as const),
		...['--address=127.0.0.1', `--port=${port}`],
	]).ready();
}

async function isListening(port: number): Promise<boolean> {
	return new Promise(resolve => {
		const socket = net.connect(port, '127.0.0.1');
		socket.on('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => {
			resolve(false);
		});
	});
}
