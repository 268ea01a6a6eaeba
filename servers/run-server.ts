// What every server does once it listens: turns until told to stop, and reports.
import {type Stop, runTurns} from '../linux/main-loop.js';
import {watchInput} from '../linux/standard-input.js';
import type {Ready, Reporter} from './reporter.js';

/** A server that listens. */
type Listening<Figures extends object> = {
	/** Where standard input is watched: with whatever else the server waits for. */
	readonly watcher: Parameters<typeof watchInput>[0];
	readonly ready: Ready;
	/** As Backend.turn. */
	readonly turn: (timeoutMs: number) => number;
	/** What it has counted so far. */
	readonly figures: () => Figures;
	/** How long a turn may wait, in milliseconds; undefined: as usual. */
	readonly waitMs?: number | undefined;
};

/** Serves until `stop`, or the end of standard input; says when it is ready, what it is asked, and its last counts. */
export async function runServer<Figures extends object>(
	reporter: Reporter<Figures>,
	stop: Stop,
	{watcher, ready, turn, figures, waitMs}: Listening<Figures>,
): Promise<void> {
	let asked = 0;
	watchInput(watcher, {
		report: () => {
			asked++;
		},
		ended: () => {
			stop.reason ??= 'standard input closed';
		},
	});
	reporter.ready(ready);
	// Between turns: in one, requests of it would be paid for that have no reply yet.
	const turnAndReport = (timeoutMs: number): number => {
		const count = turn(timeoutMs);
		for (; asked > 0; asked--) {
			reporter.report(figures());
		}

		return count;
	};
	await runTurns(turnAndReport, stop, waitMs);
	reporter.end(stop.reason ?? '', figures());
}
