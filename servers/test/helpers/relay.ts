// Runs a relay as a process of its own, before an origin that the test makes.
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import net from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {parseCpus} from '../../../linux/cpu.js';
import {commandOf} from '../../../programs/command-of.js';
import {relayEvents} from '../../../programs/events/relay.js';
import type {EventOf} from '../../../programs/test/helpers/read-exactly.js';
import {TestProgram} from '../../../programs/test/helpers/test-program.js';
import {findRelayMechanisms} from '../../relay/mechanisms.js';
import {policyNames} from '../../relay/policy.js';

/** A way to relay: its name, and the arguments that choose it. */
export type Way = {readonly name: string; readonly args: readonly string[]};

/** The policies of readiness, and the mechanisms beside them; those that cannot be used here are skipped, with the reason. */
export async function findWays(): Promise<Way[]> {
	const cpus = '0,1';
	const mechanisms = await findRelayMechanisms(parseCpus(cpus));
	const own = mechanisms.filter(({name}) => !['epoll', 'poll', 'select'].includes(name));
	for (const {name, probe} of own) {
		if (!probe.ok) {
			test.skip(`${name} (skipped: ${probe.reason})`, () => undefined);
		}
	}

	return [
		...policyNames.map(name => ({name, args: ['--policy', name]})),
		...own
			.filter(({probe}) => probe.ok)
			.map(({name}) => ({
				name,
				args: ['--mechanism', name, ...(name === 'io_uring-sqpoll' ? ['--cpus', cpus] : [])],
			})),
	];
}

type RelayProgram = TestProgram<typeof relayEvents>;

/** Starts a command that starts a relay with `--json` on a free port of 127.0.0.1. */
export function startRelayBy(command: readonly string[], ...args: string[]): RelayProgram {
	const common = ['--json', '--port', '0', '--address', '127.0.0.1'];
	return new TestProgram(relayEvents, [
		...command,
		...commandOf('servers/relay', [...common, ...args]),
	]);
}

export type RelayReport = EventOf<typeof relayEvents, 'report'>;

/** A relay, and what it had open before its first connection. */
export class TestRelay {
	readonly #descriptors: readonly string[];

	/** Starts a relay with `--json` on a free port of 127.0.0.1. */
	static async start(...args: string[]): Promise<TestRelay> {
		return TestRelay.of(startRelayBy([], ...args));
	}

	/** Of a program that is about to be ready. */
	static async of(program: RelayProgram): Promise<TestRelay> {
		const {port} = await program.event('ready');
		await program.report();
		return new TestRelay(program, port);
	}

	private constructor(
		readonly program: RelayProgram,
		readonly port: number,
	) {
		this.#descriptors = this.#openDescriptors();
	}

	/** The report once it has no connection left. */
	async idle(): Promise<RelayReport> {
		return this.reportWhere(({connections}) => connections.now === 0);
	}

	/** The first report that is as it should be, within ten seconds. */
	async reportWhere(isSo: (report: RelayReport) => boolean): Promise<RelayReport> {
		for (const deadline = Date.now() + 10_000; ;) {
			const report = await this.program.report();
			if (isSo(report)) {
				return report;
			}

			if (Date.now() > deadline) {
				throw new Error(`not so after 10 s: ${JSON.stringify(report)}`);
			}
		}
	}

	/** Ends it: nothing is left open, and it has nothing to complain of. */
	async end(t: ExecutionContext): Promise<RelayReport> {
		const report = await this.idle();
		t.deepEqual(this.#openDescriptors(), this.#descriptors);
		t.is(await this.program.close(), 0, this.program.errors);
		t.is(this.program.errors, '');
		return report;
	}

	[Symbol.dispose](): void {
		this.program[Symbol.dispose]();
	}

	/** Of its main thread, which shares its table of descriptors with no other. */
	#openDescriptors(): string[] {
		return readdirSync(`/proc/${this.program.pid}/fd`);
	}
}

/** An origin in the test's own process; `serve` gets each connection, whose ends are its own business. */
export async function startOrigin(
	t: ExecutionContext,
	serve: (socket: net.Socket) => void,
): Promise<string> {
	const server = net.createServer({allowHalfOpen: true, noDelay: true}, socket => {
		socket.on('error', () => undefined);
		serve(socket);
	});
	server.listen(0, '127.0.0.1');
	t.teardown(() => {
		server.close();
	});
	await once(server, 'listening');
	return `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

/** A client of 127.0.0.1. */
export function connectTo(port: number): net.Socket {
	const socket = net.connect({port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true});
	socket.on('error', () => undefined);
	return socket;
}

/** How a socket ended, once it has: `end` in order, `reset` not. */
export async function endingOf(socket: net.Socket): Promise<'end' | 'reset'> {
	return new Promise(resolve => {
		socket.on('end', () => {
			resolve('end');
		});
		socket.on('error', () => {
			resolve('reset');
		});
		socket.resume();
	});
}

/** All that comes until the end of the stream. */
export async function allOf(socket: net.Socket): Promise<Buffer> {
	const chunks: Buffer[] = [];
	socket.on('data', (data: Buffer) => chunks.push(data));
	await once(socket, 'end');
	return Buffer.concat(chunks);
}
