// Runs dphttpd: turns until told to stop, and reports.
import {pinTo} from '../../linux/cpu.js';
import {ownDescriptors} from '../../linux/descriptor-ownership.js';
import {stopOnSignals} from '../../linux/main-loop.js';
import {findServerMechanism} from '../mechanisms.js';
import type {ReceivePolicy} from '../receive-policy.js';
import type {ReplyKind} from '../reply-policies.js';
import {Reporter, describeServer} from '../reporter.js';
import {runServer} from '../run-server.js';
import {type Security, cipherOf} from '../security.js';
import {figuresOf} from './figures.js';
import {DphttpdProtocol} from './protocol.js';
import {Slowdown} from './slowdown.js';
import {type Source, ownSource} from './source.js';

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
	readonly receive: ReceivePolicy;
	/** How a reply's header and body are sent. */
	readonly reply: ReplyKind;
	/** What is spoken on the wire. */
	readonly security: Security;
	/** TCP_NODELAY on each connection. */
	readonly isNoDelay: boolean;
	/** A connection is closed with its first reply: both go in one segment. */
	readonly closeWithReply: boolean;
	/** A connection is accepted once data of it has come. */
	readonly deferAccept: boolean;
	/** The share of its processor time to waste; 0: none. */
	readonly slowdown: number;
	readonly cpus: readonly number[] | undefined;
	readonly json: boolean;
};

/** How a worker differs from a server that is alone. */
type Share = {
	/** Where its connections come from. */
	readonly open: () => {source: Source; port: number};
	/** How long a turn may wait, in milliseconds; undefined: as usual. */
	readonly waitMs?: number;
};

/**
 * Serves until SIGTERM, SIGINT or the end of standard input.
 * @throws Error where the mechanism is not here, SystemError where the port cannot be had.
 */
export async function serve(
	options: ServerOptions,
	{open, waitMs}: Share = {open: () => ownSource(options)},
): Promise<void> {
	const stop = stopOnSignals();
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const mechanism = await findServerMechanism(options.mechanism);
	const cipher = cipherOf(options.security);
	const reporter = new Reporter('dphttpd', options.json, describeServer);
	const slowdown = options.slowdown > 0 ? new Slowdown(options.slowdown) : undefined;
	const protocol = new DphttpdProtocol({
		messageSize: options.messageSize,
		closeWithReply: options.closeWithReply,
		reply: options.reply,
		slowdown,
		warn: message => {
			reporter.warn(message);
		},
	});
	ownDescriptors();
	const {source, port} = open();
	const backend = mechanism.open(options, protocol);
	protocol.attach(backend);
	const turn = source.begin(backend, protocol);
	await runServer(reporter, stop, {
		watcher: backend,
		ready: {
			mechanism: mechanism.name,
			cipher,
			address: options.address,
			port,
			maxfds: options.maxConnections,
			pid: process.pid,
		},
		turn: slowdown ? timeoutMs => slowdown.after(turn(timeoutMs)) : turn,
		figures: () => figuresOf(backend, source, protocol.replies),
		waitMs,
	});
	backend[Symbol.dispose]();
	source[Symbol.dispose]();
}
