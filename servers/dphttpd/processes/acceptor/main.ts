#!/usr/bin/env node
// The acceptor of a dphttpd with several workers: accepts, and hands each connection to the next worker.
// Started by dphttpd with the number of workers, the listening socket as descriptor 3 and the passages behind it.
import process from 'node:process';
import {monotonicSeconds} from '../../../../linux/clock.js';
import {ownSwitches} from '../../../../linux/context-switches.js';
import {cpuTime} from '../../../../linux/cpu.js';
import {sendDescriptor} from '../../../../linux/descriptor-passing.js';
import {ownDescriptors} from '../../../../linux/descriptor-ownership.js';
import {openEpoll} from '../../../../linux/epoll.js';
import {ECONNRESET, EPIPE} from '../../../../linux/errno.js';
import * as libc from '../../../../linux/libc.js';
import {runTurns, stopOnSignals} from '../../../../linux/main-loop.js';
import {createReadyList} from '../../../../linux/poller.js';
import {ResidentMemory} from '../../../../linux/resident-memory.js';
import {InputLines, STANDARD_INPUT} from '../../../../linux/standard-input.js';
import {SystemError} from '../../../../linux/system-error.js';
import {tokenOf} from '../../../../linux/token.js';
import {Reporter, describeServer} from '../../../reporter.js';
import {SideWatches} from '../../../side-watches.js';

const LISTENER = 3;
const FIRST_PASSAGE = 4;
/** As a worker's. */
const WAIT_MS = 10_000;
/**
 * Of a worker that is gone; the second once, where it had not taken all that was handed to it
 * (unix_release_sock() in the kernel's net/unix/af_unix.c).
 */
const gone = new Set([EPIPE, ECONNRESET]);

const workers = Number(process.argv[2]);
const reporter = new Reporter('dphttpd', true, describeServer);
const warn = (message: string) => {
	reporter.warn(message);
};

try {
	await serve();
	process.exit(0);
} catch (error) {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

/** A worker that is gone is told by who has started both, and ends both. @throws SystemError for other reasons. */
function hand(passage: number, fd: number): void {
	if (sendDescriptor(passage, fd) === -1) {
		const errno = libc.errno();
		if (!gone.has(errno)) {
			throw new SystemError('sendmsg', errno);
		}
	}
}

/** Until standard input closes. @throws SystemError where a connection cannot be handed over. */
async function serve(): Promise<void> {
	const stop = stopOnSignals();
	const memory = new ResidentMemory();
	const input = new InputLines();
	ownDescriptors();
	const poller = openEpoll('level', warn);
	const ready = createReadyList(2);
	const side = new SideWatches(poller);
	let handed = 0;
	side.listen(
		{fd: LISTENER, token: tokenOf(LISTENER, 0), listening: 'own'},
		{
			admit(fd) {
				hand(FIRST_PASSAGE + (handed++ % workers), fd);
				libc.close(fd);
			},
			warn,
		},
	);
	const figures = () => ({
		time: monotonicSeconds(),
		replies: 0,
		connections: {now: 0, accepted: handed},
		syscalls: {...poller.syscalls(), ...side.syscalls(), sendmsg: handed, close: handed},
		errors: side.errors(),
		switches: ownSwitches(),
		cpu: cpuTime(),
		rss: memory.read(),
	});
	const unwatch = side.watch({fd: STANDARD_INPUT, token: tokenOf(STANDARD_INPUT, 0)}, () => {
		const lines = input.read();
		if (!lines) {
			unwatch();
			stop.reason ??= 'standard input closed';
		}

		for (const line of lines ?? []) {
			if (line === 'report') {
				reporter.report(figures());
			}
		}
	});
	reporter.ready({mechanism: 'epoll', address: '', port: 0, maxfds: 0, pid: process.pid});
	await runTurns(
		timeoutMs => {
			const count = poller.wait(ready, side.limitWait(timeoutMs));
			for (let index = 0; index < count; index++) {
				side.dispatch(ready.tokens[index] as number);
			}

			side.endTurn(false);
			return count;
		},
		stop,
		WAIT_MS,
	);
}
