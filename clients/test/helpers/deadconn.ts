// Runs deadconn as a process of its own.
import {commandOf} from '../../../programs/command-of.js';
import {deadconnEvents} from '../../../programs/events/deadconn.js';
import {TestProgram} from '../../../programs/test/helpers/test-program.js';

/** A running deadconn. */
export type Deadconn = TestProgram<typeof deadconnEvents>;

/** Runs it with `args`; `by` is a command that starts it, whose own follows. */
export function runDeadconn(args: readonly string[], by: readonly string[] = []): Deadconn {
	return new TestProgram(deadconnEvents, [...by, ...commandOf('clients/deadconn', args)]);
}

/** Starts deadconn with `--json` against 127.0.0.1:`port`. */
export function startDeadconn(port: number, number: number, ...args: string[]): Deadconn {
	return runDeadconn(['127.0.0.1', String(port), String(number), '--json', ...args]);
}

/** Starts it with at most `limit` descriptors (RLIMIT_NOFILE). */
export function startLimited(limit: number, ...args: string[]): Deadconn {
	return runDeadconn(args, ['sh', '-c', `ulimit -n ${limit} && exec "$0" "$@"`]);
}
