// Debian's nginx as a server of a comparison: one worker, no logs, the same body in its reply.
import {writeFileSync} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {Program} from './program.js';
import {BACKLOG, type ServerKind, roomFor} from './servers.js';
import {temporaryFolder} from './temporary-folder.js';

const ADDRESS = '127.0.0.1';
const START_SECONDS = 10;

/** nginx from PATH; it keeps connections alive without end. */
export function nginx(): ServerKind {
	return {
		name: 'nginx',
		start: async ({cpu, dead}) => {
			const port = await freePort();
			const folder = temporaryFolder();
			const file = path.join(folder, 'nginx.conf');
			writeFileSync(file, nginxConfiguration({folder, port, room: roomFor(dead)}));
			const program = new Program({
				name: 'nginx',
				command: 'nginx',
				args: ['-p', folder, '-c', file],
				cpu,
				endedBy: 'SIGTERM',
				debianPackage: 'nginx-light',
			});
			await listening(program, port);
			return {program, port};
		},
	};
}

/** `return` is nginx's shortest way to a reply: no file, no cache, no upstream. */
function nginxConfiguration({
	folder,
	port,
	room,
}: {
	folder: string;
	port: number;
	room: number;
}): string {
	const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
		.map(user => `${user}_temp_path ${folder}/${user};`)
		.join('\n');
	return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections ${room}; }
http {
access_log off;
${temporary}
server_tokens off;
default_type text/plain;
keepalive_requests 2000000000;
keepalive_timeout 1d;
client_header_timeout 1d;
server {
listen ${ADDRESS}:${port} backlog=${BACKLOG};
location / { return 200 "${'x'.repeat(128)}"; }
}
}
`;
}

/** nginx knows no "any free port": finds one, which nobody else is likely to take meanwhile. */
async function freePort(): Promise<number> {
	const server = net.createServer();
	await new Promise<void>(resolve => server.listen(0, ADDRESS, resolve));
	const {port} = server.address() as net.AddressInfo;
	await new Promise(resolve => server.close(resolve));
	return port;
}

async function listening(program: Program, port: number): Promise<void> {
	const deadline = Date.now() + START_SECONDS * 1000;
	while (Date.now() < deadline) {
		program.assertRunning();
		if (await isAnswered(port)) {
			return;
		}

		await sleep(20);
	}

	throw new Error(`${program.name} did not listen within ${START_SECONDS} s`);
}

async function isAnswered(port: number): Promise<boolean> {
	return new Promise(resolve => {
		const socket = net.connect(port, ADDRESS);
		socket.on('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.on('error', () => {
			resolve(false);
		});
	});
}
