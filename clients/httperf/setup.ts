// Puts a run together from its options: the request, the client, and the load that drives it.
import {anyAddressLike, bracketed, formatEndpoint} from '../../linux/address.js';
import {findAddress} from '../../linux/find-address.js';
import {allocateText} from '../../linux/memory.js';
import {encodeAddress} from '../../linux/socket.js';
import {Client, type ClientOptions} from './client.js';
import {ClosedLoop} from './closed-loop.js';
import type {Engine} from './engine.js';
import {describeError} from './errors.js';
import type {Load} from './load.js';
import {OpenLoop} from './open-loop.js';
import type {Options} from './options.js';
import type {Order} from './population.js';
import {Ports} from './ports.js';
import type {Reporter} from './reporter.js';
import {Statistics} from './statistics.js';
import {Window} from './window.js';

/**
 * The address of `server`, whose port is known.
 * @throws Error with a message for people where it has none.
 */
export async function resolveServer(server: string, port: number): Promise<string> {
	const address = await findAddress(server, port);
	if (address === undefined) {
		throw new Error(
			`no address is known for --server ${server}: check the name, or give an address`,
		);
	}

	return address;
}

/**
 * How long a connect may take where --duration bounds the run, in milliseconds: as long as the run, but
 * so long that a SYN which is dropped twice still arrives (tcp(7): it is sent again after 1 s and 3 s).
 */
const CONNECT_MS = {least: 3500, most: 10_000};

/** A client whose connections are `engine`'s, and the load that it is driven by. */
export function createLoad(
	options: Options,
	{address, engine, reporter}: {address: string; engine: Engine; reporter: Reporter},
): {client: Client; load: Load} {
	const client = createClient(options, {
		address,
		engine,
		window: new Window({
			isOpenLoop: options.requestRate !== undefined,
			lengthMs: options.durationMs,
		}),
		warn: (name, detail) => {
			reporter.warn(name, () => describeError(name, formatEndpoint(address, options.port), detail));
		},
	});
	const load = loadOf(client, options);
	client.attach(load);
	return {client, load};
}

/** What a client asks for, and of whom. */
type ClientSettings = Pick<
	Options,
	| 'server'
	| 'port'
	| 'uri'
	| 'header'
	| 'hog'
	| 'sendBuffer'
	| 'recvBuffer'
	| 'timeoutMs'
	| 'thinkTimeoutMs'
	| 'warmupMs'
	| 'durationMs'
	| 'connectionPerCall'
	| 'halfClose'
>;

/** What a client works with. */
type ClientParts = {
	readonly address: string;
	readonly engine: Engine;
	readonly window: Window;
	readonly warn: ClientOptions['warn'];
};

/** A client of one server, with figures of its own. */
export function createClient(
	settings: ClientSettings,
	{address, engine, window, warn}: ClientParts,
): Client {
	const {timeoutMs, thinkTimeoutMs} = settings;
	return new Client(
		{
			address: encodeAddress(address, settings.port),
			request: allocateText(requestText(settings)),
			sendBuffer: settings.sendBuffer,
			recvBuffer: settings.recvBuffer,
			ports: settings.hog ? new Ports(anyAddressLike(address)) : undefined,
			closes: settings.connectionPerCall,
			halfCloses: settings.halfClose,
			timeoutMs,
			connectTimeoutMs: Math.min(timeoutMs, connectTimeoutOf(settings)),
			replyTimeoutMs:
				timeoutMs === Infinity && thinkTimeoutMs > 0 ? thinkTimeoutMs : timeoutMs + thinkTimeoutMs,
			warn,
		},
		engine,
		new Statistics(),
		window,
	);
}

function connectTimeoutOf({warmupMs, durationMs}: ClientSettings): number {
	const {least, most} = CONNECT_MS;
	return durationMs === Infinity
		? Infinity
		: Math.min(most, Math.max(least, warmupMs + durationMs));
}

function loadOf(client: Client, options: Options): Load {
	const {numConns: count, numCalls, rate = 0, requestRate, poissonSeed} = options;
	const isUnlimited = requestRate !== undefined || numCalls === Infinity;
	const order: Order =
		rate > 0 ? 'paced' : isUnlimited && options.rate === undefined ? 'together' : 'sequential';
	if (requestRate === undefined) {
		return new ClosedLoop(client, {count, order, rate}, numCalls);
	}

	return new OpenLoop(
		client,
		{count, order: order === 'sequential' ? 'together' : order, rate},
		{rate: requestRate, poissonSeed, calls: count * numCalls},
	);
}

/** httperf's own request, byte for byte: a server that is compared with 2002 parses the same. */
function requestText({uri, server, header}: ClientSettings): string {
	return `GET ${uri} HTTP/1.1\r\nUser-Agent: httperf/0.9.0\r\nHost: ${bracketed(server)}\r\n${header.replaceAll('\\n', '\r\n')}\r\n`;
}
