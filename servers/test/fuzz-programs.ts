// Hostile connections to the real program: it lives, leaks nothing, and serves a steady client exactly.
import {readdirSync} from 'node:fs';
import {setImmediate, setTimeout} from 'node:timers/promises';
import test from 'ava';
import {TOO_LONG, countRequests} from '../dphttpd/request-parser.js';
import {findServerMechanisms} from '../mechanisms.js';
import {type HostileStream, hostileStreams} from './helpers/hostile-stream.js';
import {type TestConnection, connectMany} from './helpers/http-client.js';
import {waitFor} from '../../programs/test/helpers/wait-for.js';
import {type Report, type Server, startServer} from './helpers/program.js';

const SEED = 20_021_030;
const ROUNDS = 20;
/** Connections at the same time, and in a round. */
const CONNECTIONS = 40;
/** Time for the server to run into a connection that nobody reads from. */
const DEAF_MS = 20;
/**
 * By how much resident memory may grow, in bytes, from the second round to the last. What a round
 * sends and is sent is many times as much.
 */
const MOST_GROWTH = 16 * 2 ** 20;

const okReply =
	'HTTP/1.1 200 OK\r\nServer: dphttpd/1\r\nContent-Type: text/plain\r\nContent-Length: 128\r\n\r\n' +
	'x'.repeat(128);
const tooLongReply =
	'HTTP/1.1 431 Request Header Fields Too Large\r\nServer: dphttpd/1\r\n' +
	'Content-Type: text/plain\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

for (const {name, probe} of await findServerMechanisms()) {
	const title = `${name}: the program survives hostile connections, and serves others beside them`;
	if (!probe.ok) {
		test.skip(`${title} (skipped: ${probe.reason})`, () => undefined);
		continue;
	}

	test.serial(title, async t => {
		using server = startServer('--mechanism', name);
		const {port} = await server.event('ready');
		const [connection] = await connectMany(port, 1);
		const steady = new Steady(connection as TestConnection);
		await server.report();
		const descriptors = openDescriptors(server);
		const reports: Report[] = [];
		for (let round = 0; round < ROUNDS; round++) {
			const streams = hostileStreams(SEED + round, CONNECTIONS);
			const connections = await connectMany(port, CONNECTIONS);
			await Promise.all(
				streams.map(async (stream, index) => act(stream, connections[index] as TestConnection)),
			);
			for (const [index, stream] of streams.entries()) {
				const {text} = connections[index] as TestConnection;
				if (stream.ending === 'half-close') {
					t.true(text === expectedReplies(stream), `seed ${SEED + round}, stream ${index}`);
				}
			}

			for (const connection of connections) {
				connection.end();
			}

			reports.push(await alone(server));
		}

		await steady.stop();
		const {asked, answered} = steady;
		t.true(asked > ROUNDS, `only ${asked} requests of the steady client`);
		t.is(answered, asked);
		t.true(steady.connection.text === okReply.repeat(asked), 'the steady client, byte for byte');
		t.true(steady.connection.isOpen);
		t.deepEqual(openDescriptors(server), descriptors);

		const last = reports.at(-1) as Report;
		t.is(last.connections.accepted, 1 + ROUNDS * CONNECTIONS);
		t.is(last.connections.refused, 0);
		const growth = last.rss - (reports[1] as Report).rss;
		t.log(`${asked} requests beside it; memory grew by ${(growth / 2 ** 20).toFixed(1)} MiB`);
		t.true(growth < MOST_GROWTH, `${growth} bytes`);

		t.is(await server.close(), 0, server.errors);
		t.is((await server.event('end')).reason, 'standard input closed');
		t.deepEqual(
			server.events.filter(({event}) => event === 'warning'),
			[],
		);
		t.is(server.errors, '');
	});
}

/** A good client that asks all the time, one request after the other. */
class Steady {
	asked = 0;
	answered = 0;
	readonly connection: TestConnection;
	readonly #asking: Promise<void>;
	#isStopped = false;

	constructor(connection: TestConnection) {
		this.connection = connection;
		this.#asking = this.#ask();
	}

	/** Returns once the reply to its last request has come, or has not. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		return this.#asking;
	}

	async #ask(): Promise<void> {
		while (!this.#isStopped && this.answered === this.asked) {
			this.asked++;
			this.answered += (await this.connection.asks(10_000)) ? 1 : 0;
		}
	}
}

/** Does to the server what `stream` says. */
async function act({pieces, ending}: HostileStream, {socket}: TestConnection): Promise<void> {
	const sent = ending === 'reset' ? Math.floor(pieces.length / 2) : pieces.length;
	socket.setNoDelay(true);
	if (ending === 'deaf') {
		socket.pause();
	}

	for (const piece of pieces.slice(0, sent)) {
		socket.write(piece);
		await setImmediate();
	}

	switch (ending) {
		case 'half-close':
			socket.end();
			await waitFor(
				() => (socket.closed ? true : undefined),
				() => 'the server does not close a connection that has ended',
			);
			break;
		case 'deaf':
			await setTimeout(DEAF_MS);
			socket.resetAndDestroy();
			break;
		case 'reset':
			socket.resetAndDestroy();
			break;
		case 'close':
			socket.destroy();
			break;
		case 'dead':
	}
}

/** All that a client that reads until the end is sent. */
function expectedReplies({pieces}: HostileStream): string {
	const bytes = Buffer.concat(pieces);
	const state = {parser: 0, requestLength: 0};
	const requests = countRequests(state, bytes, 0, bytes.length);
	return okReply.repeat(requests) + (state.parser === TOO_LONG ? tooLongReply : '');
}

/** The report once the steady connection is the only one. */
async function alone(server: Server): Promise<Report> {
	for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
		const report = await server.report();
		if (report.connections.now === 1) {
			return report;
		}
	}

	throw new Error('connections are left over after 10 s');
}

/** Of its main thread, which shares its table of descriptors with no other. */
function openDescriptors({pid}: Server): string[] {
	return readdirSync(`/proc/${pid}/fd`);
}
