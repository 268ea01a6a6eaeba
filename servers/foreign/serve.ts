// Runs a foreign server as the rig runs dphttpd: the same words in, the same words out.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as delay} from 'node:timers/promises';
import {formatEndpoint} from '../../linux/address.js';
import {AcceptQueue} from '../../linux/accept-queue.js';
import {monotonicSeconds} from '../../linux/clock.js';
import {pinTo} from '../../linux/cpu.js';
import * as libc from '../../linux/libc.js';
import {holdPort, portOf} from '../../linux/socket.js';
import {isInputWatched} from '../../linux/standard-input.js';
import {Reporter, type ServerFigures, describeServer} from '../reporter.js';
import {ForeignProcess} from './foreign-process.js';
import type {ForeignKind, ForeignOptions} from './kind.js';
import {findKind} from './kinds.js';

/** How long it may take until it listens, in milliseconds. */
const START_MS = 10_000;
const STEP_MS = 10;

/** What is told on the command line. */
export type ServeOptions = Omit<ForeignOptions, 'folder'> & {
	readonly server: string;
	readonly cpus: readonly number[] | undefined;
	readonly json: boolean;
};

/**
 * Serves until SIGTERM, SIGINT or the end of standard input.
 * @throws Error where the server is not installed, does not start, or ends before it is told to.
 */
export async function serve({server, cpus, json, ...asked}: ServeOptions): Promise<void> {
	const told = untilTold();
	if (cpus) {
		pinTo(cpus);
	}

	const {name, module} = await findKind(server);
	const folder = mkdtempSync(join(temporaryFolder(), 'deadweight-'));
	// Neither picks a free port of its own accord: this one is bound, and so nobody else's.
	const held = holdPort(asked.address, asked.port);
	try {
		const options = {...asked, folder, port: portOf(held)};
		const child = new ForeignProcess(module.prepare(options));
		try {
			const end = child.exit.then(() => {
				throw new Error(`${name} serves no more: ${child.end ?? ''}`);
			});
			await Promise.race([listening(options), end]);
			const reporter = new Reporter('foreign', json, describeServer);
			const report = async () => reportOf(module, child, folder);
			const failed = answerReports(async () => {
				reporter.report(await report());
			});
			const {address, port, maxConnections: maxfds} = options;
			reporter.ready({mechanism: name, address, port, maxfds, pid: child.pid});
			const reason = await Promise.race([told, end, failed]);
			reporter.end(reason, await report());
		} finally {
			await child.stop();
		}
	} finally {
		libc.close(held);
		rmSync(folder, {recursive: true, force: true});
	}
}

/**
 * Where its files go: the configuration of a server has rules of its own for spaces and quotes, and the
 * path of a Unix socket has 108 bytes (unix(7)).
 */
function temporaryFolder(): string {
	const folder = tmpdir();
	return /^[\w./-]{1,64}$/.test(folder) ? folder : '/tmp';
}

/** What a foreign server counts, and what can be seen of it from outside: neither waits nor calls. */
async function reportOf(
	module: ForeignKind,
	child: ForeignProcess,
	folder: string,
): Promise<ServerFigures> {
	const {replies, connections} = await module.count(folder);
	return {
		time: monotonicSeconds(),
		replies,
		connections,
		cpu: child.cpuTime(),
		rss: child.rss(),
	};
}

/** Until the kernel knows of a listener there: to connect would be counted. */
async function listening({address, port}: ForeignOptions): Promise<void> {
	using queue = new AcceptQueue(address, port);
	for (const deadline = performance.now() + START_MS; performance.now() < deadline;) {
		if (queue.look()) {
			return;
		}

		await delay(STEP_MS);
	}

	throw new Error(
		`it does not listen on ${formatEndpoint(address, port)} after ${START_MS / 1000} s`,
	);
}

async function untilTold(): Promise<string> {
	return new Promise(resolve => {
		for (const signal of ['SIGTERM', 'SIGINT'] as const) {
			process.on(signal, () => {
				resolve(signal);
			});
		}

		if (isInputWatched()) {
			process.stdin.on('end', () => {
				resolve('standard input closed');
			});
		}
	});
}

/** One after the other: each asks the server. Rejects with the first failure, and settles no other way. */
async function answerReports(report: () => Promise<void>): Promise<never> {
	return new Promise((_, reject) => {
		if (!isInputWatched()) {
			return;
		}

		let last = Promise.resolve();
		createInterface(process.stdin).on('line', line => {
			if (line === 'report') {
				last = last.then(report).catch(reject);
			}
		});
	});
}
