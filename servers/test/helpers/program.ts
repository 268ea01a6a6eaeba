// Runs dphttpd as a process of its own, as people and the rig do.
import {commandOf} from '../../../programs/command-of.js';
import {dphttpdEvents} from '../../../programs/events/dphttpd.js';
import type {EventOf} from '../../../programs/test/helpers/read-exactly.js';
import {TestProgram} from '../../../programs/test/helpers/test-program.js';

/** A running dphttpd. */
export type Server = TestProgram<typeof dphttpdEvents>;
export type Report = EventOf<typeof dphttpdEvents, 'report'>;

/** Starts dphttpd with `--json` on a free port of 127.0.0.1. */
export function startServer(...args: string[]): Server {
	return startServerBy([], ...args);
}

/** Starts dphttpd with at most `limit` descriptors (RLIMIT_NOFILE). */
export function startLimitedServer(limit: number, ...args: string[]): Server {
	return startServerBy(['sh', '-c', `ulimit -n ${limit} && exec "$0" "$@"`], ...args);
}

/** Starts a command that starts such a dphttpd, whose command follows it. */
export function startServerBy(command: readonly string[], ...args: string[]): Server {
	const common = ['--json', '--port', '0', '--address', '127.0.0.1'];
	const server = commandOf('servers/dphttpd', [...common, ...args]);
	return new TestProgram(dphttpdEvents, [...command, ...server]);
}
