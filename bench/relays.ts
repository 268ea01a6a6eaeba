// Our relay and HAProxy, both passing bytes on to one dphttpd, as servers of a comparison.
import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import net from 'node:net';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {dphttpdEvents} from '../programs/events/dphttpd.js';
import {readEvent} from '../programs/events/read-event.js';
import {startOurs, startProgram} from './program.js';
import type {ServerKind} from './servers.js';
import {temporaryFolder} from './temporary-folder.js';

const ADDRESS = '127.0.0.1';
const CONNECTIONS = 2000;
const STEP_MS = 20;
const MOST_STEPS = 500;

const listening = dphttpdEvents.ready.pick({port: true});

/** Where relays forward to: a dphttpd for the whole of a comparison, on the processor of the load. */
export class Origin {
	readonly #cpu: number;
	#port: Promise<number> | undefined;

	constructor(cpu: number) {
		this.#cpu = cpu;
	}

	/** Its port, once it listens. */
	async port(): Promise<number> {
		this.#port ??= this.#start();
		return this.#port;
	}

	async #start(): Promise<number> {
		const args = [`--address=${ADDRESS}`, '--port=0', `--maxfds=${2 * CONNECTIONS}`];
		const program = startOurs('servers/dphttpd', args, this.#cpu);
		return readEvent(listening, program.name, await program.waitFor('ready')).port;
	}
}

/** Our relay in tcp mode on `mechanism`. */
export function ourRelay(mechanism: string, origin: Origin): ServerKind {
	return {
		name: `relay ${mechanism}`,
		start: async ({cpu}) => {
			const program = startOurs(
				'servers/relay',
				[
					...[`--mechanism=${mechanism}`, `--origin=${ADDRESS}:${await origin.port()}`],
					...[`--address=${ADDRESS}`, '--port=0', `--maxfds=${CONNECTIONS}`],
				],
				cpu,
			);
			const {port} = readEvent(listening, program.name, await program.waitFor('ready'));
			return {program, port};
		},
	};
}

/** Debian's HAProxy in tcp mode: one thread, and no more than it needs. */
export function haproxyRelay(origin: Origin): ServerKind {
	const name = 'HAProxy, tcp';
	return {
		name,
		start: async ({cpu}) => {
			const port = await freePort();
			const file = join(temporaryFolder(), `haproxy-${port}.cfg`);
			writeFileSync(file, configuration(port, await origin.port()));
			const program = startProgram({
				...{name, command: '/usr/sbin/haproxy', args: ['-db', '-f', file], cpu},
				endedBy: 'SIGTERM',
			});
			await untilListening(name, port);
			return {program, port};
		},
	};
}

function configuration(port: number, behind: number): string {
	return `global
maxconn ${CONNECTIONS}
nbthread 1
defaults
mode tcp
timeout connect 10s
timeout client 1d
timeout server 1d
listen relay
bind ${ADDRESS}:${port}
server origin ${ADDRESS}:${behind}
`;
}

async function freePort(): Promise<number> {
	const server = net.createServer().listen(0, ADDRESS);
	await once(server, 'listening');
	const {port} = server.address() as net.AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}

/** @throws Error where nobody listens there after ten seconds. */
async function untilListening(name: string, port: number): Promise<void> {
	for (let step = 0; step < MOST_STEPS; step++) {
		const socket = net.connect(port, ADDRESS);
		const isThere = await Promise.race([
			once(socket, 'connect').then(
				() => true,
				() => false,
			),
			sleep(1000).then(() => false),
		]);
		socket.destroy();
		if (isThere) {
			return;
		}

		await sleep(STEP_MS);
	}

	throw new Error(`${name} does not listen on ${ADDRESS}:${port} (Debian: apt install haproxy)`);
}
