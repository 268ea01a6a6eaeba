// Runs a foreign server as the rig runs dphttpd: the same words in, the same words out.
import {rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {monotonicSeconds} from '../../linux/clock.js';
import {pinTo} from '../../linux/cpu.js';
import * as libc from '../../linux/libc.js';
import {holdPort, portOf} from '../../linux/socket.js';
import {makeTemporaryFolder} from '../../programs/temporary-folder.js';
import {Reporter, type ServerFigures, describeServer} from '../reporter.js';
import {Requests} from '../requests.js';
import {attach} from './attached.js';
import {checkReply, type Expected} from './check-reply.js';
import {Crew} from './crew.js';
import type {Attached, ForeignKind, ForeignOptions} from './kind.js';
import {findKind, findRelay} from './kinds.js';
import {untilListening} from './listening.js';
import type {Own} from './own.js';
import {Population} from './population.js';
import type {Running} from './running.js';
import {start} from './started.js';

/** What is told on the command line. */
export type ServeOptions = Omit<ForeignOptions, 'folder'> & {
	readonly server: string;
	/** Servers of a person's own that `server` may name. */
	readonly own: readonly Own[];
	/** Seconds that it may take until it listens. */
	readonly patience: number;
	/** A request, and how it should be answered. */
	readonly expected: Expected;
	readonly cpus: readonly number[] | undefined;
	readonly json: boolean;
};

/**
 * Serves until SIGTERM, SIGINT or the end of standard input.
 * @throws Error where the server is not installed, does not start, or ends before it is told to.
 */
export async function serve(options: ServeOptions): Promise<void> {
	const requests = new Requests();
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const {name, module, probe} = await (options.origin === ''
		? findKind(options.server, options.own)
		: findRelay(options.server));
	refuseCrew(name, (probe.ok && probe.listeners) || [], options);
	if (options.isSecure && !('isDisk' in module && module.isDisk)) {
		throw new Error(
			`${name} serves no disk: --security is for nbdkit; a server of your own may speak TLS on {tls-port}`,
		);
	}

	const folder = makeTemporaryFolder('deadweight-', whereFilesGo());
	const port = new HeldPort(options.address, options.port);
	const speaksTls = 'speaksTls' in module && module.speaksTls;
	const tlsPort = speaksTls ? new HeldPort(options.address, 0) : undefined;
	try {
		const running =
			'attached' in module ? attach(module) : startOn(port, tlsPort, module, {...options, folder});
		try {
			await serveUntil(requests, {name, module, running, folder, options});
		} finally {
			await running.stop();
		}
	} finally {
		port.release();
		tlsPort?.release();
		rmSync(folder, {recursive: true, force: true});
	}
}

/** @throws Error where the server has not such a crew. */
function refuseCrew(
	name: string,
	listeners: readonly string[],
	{crew, deferAccept}: ServeOptions,
): void {
	if (listeners.length === 0 && (crew ?? deferAccept)) {
		throw new Error(
			`${name} is one process with one thread here: it knows neither --workers nor --defer-accept`,
		);
	}

	if (crew && !listeners.includes(crew.listener)) {
		throw new Error(`${name} knows no --listener ${crew.listener}: take ${listeners.join(' or ')}`);
	}
}

/**
 * Where its files go: the configuration of a server has rules of its own for spaces and quotes, and the
 * path of a Unix socket has 108 bytes (unix(7)).
 */
function whereFilesGo(): string {
	const folder = tmpdir();
	return /^[\w./-]{1,64}$/.test(folder) ? folder : '/tmp';
}

/** What serves, and as what. */
type Serving = {
	readonly name: string;
	readonly module: ForeignKind | Attached;
	readonly running: Running;
	readonly folder: string;
	readonly options: ServeOptions;
};

async function serveUntil(
	requests: Requests,
	{name, module, running, folder, options}: Serving,
): Promise<void> {
	const {address, port, tlsPort} = running;
	const {told} = requests;
	using population = new Population(address, port);
	using inTls = tlsPort === undefined ? undefined : new Population(address, tlsPort);
	const isCounted = 'count' in module;
	const isDisk = 'isDisk' in module && module.isDisk;
	const begun = await Promise.race([
		begin({name, isCounted, isDisk, running}, [population, inTls], options),
		told,
	]);
	if (begun !== undefined) {
		process.stderr.write(`foreign: ended before ${name} was ready: ${begun}\n`);
		return;
	}

	const crew =
		options.crew &&
		(await Crew.find(name, running.children, {
			count: options.crew.workers,
			patience: options.patience,
		}));
	const end = running.ended.then(how => {
		throw new Error(`${name} serves no more: ${how}`);
	});
	const counts = async () => (isCounted ? module.count?.(folder) : undefined);
	const report = async () => ({
		...reportOf((await counts()) ?? sumOf(population, inTls), running),
		...crew?.figures(),
	});
	const reporter = new Reporter('foreign', options.json, describeServer);
	const failed = requests.answer(async () => {
		reporter.report(await report());
	});
	const [pid = 0] = running.usage().pids;
	const {maxConnections: maxfds} = options;
	reporter.ready({
		...{mechanism: name, address, port, maxfds, pid},
		...(options.crew && {workers: crew?.pids, listener: options.crew.listener}),
		...(tlsPort !== undefined && {tlsPort}),
	});
	const reason = await Promise.race([told, end, failed]);
	reporter.end(reason, await report());
}

/** Waits until it listens, and answers as it should. */
async function begin(
	{
		name,
		isCounted,
		isDisk,
		running,
	}: {
		name: string;
		isCounted: boolean;
		isDisk: boolean | undefined;
		running: Running;
	},
	[population, inTls]: readonly [Population, Population | undefined],
	{patience, expected}: ServeOptions,
): Promise<undefined> {
	await untilListening(name, running, population, patience);
	if (inTls !== undefined) {
		const {port, tlsPort = port} = running;
		await untilListening(name, {...running, port: tlsPort}, inTls, patience);
	}

	if (!isCounted && !isDisk) {
		await checkReply(name, running, expected);
	}
}

/** The connections of both its ports. */
function sumOf(
	population: Population,
	inTls: Population | undefined,
): ReturnType<Population['counts']> {
	const {now, waiting} = population.counts().connections;
	const other = inTls?.counts().connections;
	return {
		connections: {now: now + (other?.now ?? 0), waiting: waiting + (other?.waiting ?? 0)},
	};
}

/** What is counted of it, and what can be seen of it from outside: neither waits nor calls. */
function reportOf(
	counts: Pick<ServerFigures, 'replies' | 'connections'>,
	running: Running,
): ServerFigures {
	const {cpu, rss, pids} = running.usage();
	const stderr = running.words();
	return {
		time: monotonicSeconds(),
		...counts,
		...{cpu, rss, pids},
		...(stderr.length > 0 && {stderr}),
	};
}

function startOn(
	port: HeldPort,
	tlsPort: HeldPort | undefined,
	module: ForeignKind,
	options: ForeignOptions,
): Running {
	if (module.needsFreePort === true) {
		port.release();
		tlsPort?.release();
	}

	return start(module, {...options, port: port.number, tlsPort: tlsPort?.number});
}

/**
 * A port that is free. It is bound, and so nobody else's, until it is released: whoever sets SO_REUSEADDR,
 * as most servers do, can listen there all the same.
 */
class HeldPort {
	readonly number: number;
	#fd: number;

	constructor(address: string, asked: number) {
		this.#fd = holdPort(address, asked);
		this.number = portOf(this.#fd);
	}

	release(): void {
		if (this.#fd >= 0) {
			libc.close(this.#fd);
			this.#fd = -1;
		}
	}
}
