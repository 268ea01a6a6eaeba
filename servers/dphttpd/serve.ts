// Runs dphttpd: listens, turns until told to stop, and reports.
import * as libc from '../../linux/libc.js';
import {pinTo} from '../../linux/cpu.js';
import {ownDescriptors} from '../../linux/descriptor-ownership.js';
import {runTurns, stopOnSignals} from '../../linux/main-loop.js';
import {listenOn, portOf} from '../../linux/socket.js';
import {InputLines, STANDARD_INPUT, isInputWatched} from '../../linux/standard-input.js';
import type {Backend} from '../backend.js';
import {findServerMechanism} from '../mechanisms.js';
import {Reporter} from '../reporter.js';
import {figuresOf} from './figures.js';
import {DphttpdProtocol} from './protocol.js';
import {Slowdown} from './slowdown.js';

/** What dphttpd is told. */
export type ServerOptions = {
	readonly mechanism: string;
	readonly address: string;
	/** 0: any free port. */
	readonly port: number;
	readonly backlog: number;
	/** Bytes of a reply's body. */
	readonly messageSize: number;
	readonly maxConnections: number;
	readonly receiveSize: number;
	/** The share of its processor time to waste; 0: none. */
	readonly slowdown: number;
	readonly cpus: readonly number[] | undefined;
	readonly json: boolean;
};

/**
 * Serves until SIGTERM, SIGINT or the end of standard input.
 * @throws Error where the mechanism is not here, SystemError where the port cannot be had.
 */
export async function serve(options: ServerOptions): Promise<void> {
	const stop = stopOnSignals();
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const mechanism = await findServerMechanism(options.mechanism);
	const reporter = new Reporter('dphttpd', options.json);
	const slowdown = options.slowdown > 0 ? new Slowdown(options.slowdown) : undefined;
	const protocol = new DphttpdProtocol({
		messageSize: options.messageSize,
		slowdown,
		warn: message => {
			reporter.warn(message);
		},
	});
	ownDescriptors();
	const listener = listenOn(options.address, options.port, options.backlog);
	const backend = mechanism.open(options, protocol);
	protocol.attach(backend);
	backend.listen(listener);
	if (isInputWatched()) {
		watchInput(backend, {
			report: () => {
				reporter.report(figuresOf(backend, protocol.replies));
			},
			ended: () => {
				stop.reason ??= 'standard input closed';
			},
		});
	}

	reporter.ready({
		mechanism: mechanism.name,
		address: options.address,
		port: portOf(listener),
		maxfds: options.maxConnections,
		pid: process.pid,
	});
	await runTurns(
		slowdown
			? timeoutMs => slowdown.after(backend.turn(timeoutMs))
			: timeoutMs => backend.turn(timeoutMs),
		stop,
	);
	reporter.end(stop.reason ?? '', figuresOf(backend, protocol.replies));
	backend[Symbol.dispose]();
	libc.close(listener);
}

function watchInput(
	backend: Backend,
	{report, ended}: {report: () => void; ended: () => void},
): void {
	const input = new InputLines();
	const unwatch = backend.watch(STANDARD_INPUT, () => {
		const lines = input.read();
		if (!lines) {
			unwatch();
			ended();
			return;
		}

		for (const line of lines) {
			if (line === 'report') {
				report();
			}
		}
	});
}
