// The main loop of a program that waits in libc: turn after turn, until it is told to stop.
import {setImmediate} from 'node:timers/promises';

/** How long Node's event loop, and with it a signal's handler, may have to wait, in milliseconds. */
const YIELD_MS = 100;

/** Whether a program was told to stop, and by what: SIGTERM, SIGINT or the end of standard input. */
export type Stop = {reason: string | undefined};

/** Listens for SIGTERM and SIGINT: a program that loops below ends in good order on either. */
export function stopOnSignals(): Stop {
	const stop: Stop = {reason: undefined};
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => {
			stop.reason ??= signal;
		});
	}

	return stop;
}

/**
 * Calls `turn(timeoutMs)`, with `waitMs`, until `stop.reason` is set. `turn` returns what Poller.wait returns: after
 * a wait that a signal or the timeout ended, and at least every YIELD_MS, Node's event loop runs
 * once, because only there do signal handlers run. A signal that comes between two waits is then
 * noticed after `waitMs`: longer where a wake-up for nothing would be counted.
 */
export async function runTurns(
	turn: (timeoutMs: number) => number,
	stop: Stop,
	waitMs = YIELD_MS,
): Promise<void> {
	let yieldedAt = Date.now();
	while (stop.reason === undefined) {
		const count = turn(waitMs);
		if (count <= 0 || Date.now() - yieldedAt >= YIELD_MS) {
			await setImmediate();
			yieldedAt = Date.now();
		}
	}
}
