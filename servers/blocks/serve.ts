// Runs blocks: listens, turns until told to stop, and reports.
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import * as libc from '../../linux/libc.js';
import {pinTo} from '../../linux/cpu.js';
import {ownDescriptors} from '../../linux/descriptor-ownership.js';
import {stopOnSignals} from '../../linux/main-loop.js';
import {findByName, findPollers} from '../../linux/mechanisms.js';
import {allocate} from '../../linux/memory.js';
import type {Poller, Warn} from '../../linux/poller.js';
import {listenOn, portOf} from '../../linux/socket.js';
import {listenAt} from '../../linux/unix-socket.js';
import {makeTemporaryFolder} from '../../programs/temporary-folder.js';
import type {ReplyPolicy} from '../reply-policies.js';
import {Reporter, describeServer} from '../reporter.js';
import {runServer} from '../run-server.js';
import type {Security} from '../security.js';
import {DiskServer} from './disk-server.js';
import {figuresOf} from './figures.js';
import {channelOf} from './security.js';

/** Descriptors beside the connections that a poller watches: the listener and standard input. */
const OTHER_DESCRIPTORS = 2;
const PAGE_BYTES = 4096;

/** What blocks is told. */
export type BlocksOptions = {
	readonly mechanism: string;
	readonly reply: ReplyPolicy;
	readonly transport: 'tcp' | 'unix';
	readonly security: Security;
	readonly address: string;
	/** 0: any free port. */
	readonly port: number;
	/** Of a Unix socket; undefined: one in a folder of its own, which ends with the program. */
	readonly path: string | undefined;
	readonly backlog: number;
	readonly isNoDelay: boolean;
	/** Bytes of the disk. */
	readonly size: number;
	readonly maxConnections: number;
	/** Seconds that a peer may owe something. */
	readonly patience: number;
	readonly cpus: readonly number[] | undefined;
	readonly json: boolean;
};

/**
 * Serves until SIGTERM, SIGINT or the end of standard input.
 * @throws Error where the mechanism or TLS is not here, SystemError where the address cannot be had.
 */
export async function serve(options: BlocksOptions): Promise<void> {
	const stop = stopOnSignals();
	if (options.cpus) {
		pinTo(options.cpus);
	}

	const {transport, security, reply, size, maxConnections} = options;
	const reporter = new Reporter('blocks', options.json, describeServer);
	const warn = (message: string) => {
		reporter.warn(message);
	};
	const {name, open} = await findPoller(options.mechanism);
	const {channel, cipher} = channelOf(security, reply);
	using place = transport === 'tcp' ? undefined : placeOf(options.path);
	ownDescriptors();
	const listener =
		place === undefined
			? listenOn(options.address, options.port, options.backlog)
			: listenAt(place.path, options.backlog);
	const server = new DiskServer(
		open(maxConnections + OTHER_DESCRIPTORS, warn),
		allocate(size, PAGE_BYTES),
		{
			...{maxConnections, warn, channel, patienceMs: options.patience * 1000},
			isNoDelay: options.isNoDelay && transport === 'tcp',
		},
	);
	server.listen(listener);
	const ready = {
		...{mechanism: name, reply, transport, security, size},
		...(cipher !== undefined && {cipher}),
		address: place?.path ?? options.address,
		port: place === undefined ? portOf(listener) : 0,
		...{maxfds: maxConnections, pid: process.pid},
	};
	await runServer(reporter, stop, {
		watcher: server,
		ready,
		turn: timeoutMs => server.turn(timeoutMs),
		figures: () => figuresOf(server),
	});
	server[Symbol.dispose]();
	libc.close(listener);
}

/** @throws Error where there is none of that name that serves here. */
async function findPoller(
	asked: string,
): Promise<{name: string; open: (capacity: number, warn: Warn) => Poller}> {
	const found = findByName(
		(await findPollers()).map(each => ({...each, kind: 'readiness' as const})),
		asked,
	);
	return {
		name: found.name,
		open(capacity, warn) {
			const poller = found.module.open(capacity, warn);
			if (poller.trigger === 'edge') {
				poller[Symbol.dispose]();
				throw new Error(
					`${found.name} reports edges, and blocks reads only what it needs: choose another mechanism, as epoll`,
				);
			}

			return poller;
		},
	};
}

/** Where a Unix socket is to be, and what takes it away again. */
function placeOf(asked: string | undefined): {path: string} & Disposable {
	const folder = asked === undefined ? makeTemporaryFolder('blocks-') : undefined;
	const path = asked ?? join(folder ?? '', 'socket');
	return {
		path,
		[Symbol.dispose]() {
			rmSync(folder ?? path, {recursive: true, force: true});
		},
	};
}
