// A duet: two disks loaded in turns, A B B A or B A A B, so that no drift falls on one of them.
import {monotonicSeconds} from '../../../linux/clock.js';
import {openEpoll} from '../../../linux/epoll.js';
import {type Stop, runTurns, stopOnSignals} from '../../../linux/main-loop.js';
import {READABLE, createReadyList} from '../../../linux/poller.js';
import {InputLines, STANDARD_INPUT, isInputWatched} from '../../../linux/standard-input.js';
import {playQuadruple, type SliceRow} from '../../quadruple.js';
import {isGood} from '../result.js';
import type {DuetOptions} from './options.js';
import {Side} from './side.js';

/** Runs a duet, and tells of it on standard output. Returns whether all was as it should be. */
export async function runDuet(options: DuetOptions): Promise<boolean> {
	const stop = stopOnSignals();
	using a = new Side(options, options.sides[0]);
	using b = new Side(options, options.sides[1]);
	const sides = [a, b] as const;
	event('connected', {
		connections: sides.map(() => options.load.connections),
		structured: sides.map(({isStructured}) => isStructured),
	});
	const slices = await play(sides, options, stop);
	for (const {load} of sides) {
		load.closeWindow();
		load.end(stop.reason === 'duration' ? 'duration' : 'stopped');
	}

	event('measured', {time: monotonicSeconds()});
	const results = sides.map(side => side.result());
	const reason = stop.reason === 'duration' ? 'duration' : 'stopped';
	event('result', {reason, a: results[0], b: results[1], slices});
	return results.every(isGood);
}

/** Warms up, then measures. */
async function play(
	sides: readonly [Side, Side],
	{warmupMs, durationMs}: DuetOptions,
	stop: Stop,
): Promise<SliceRow[]> {
	const slices: SliceRow[] = [];
	const windowAt = performance.now() + warmupMs;
	let endAt = Infinity;
	using input = openEpoll('level');
	const lines = new InputLines();
	const ready = createReadyList(1);
	if (isInputWatched()) {
		input.add(STANDARD_INPUT, STANDARD_INPUT, READABLE);
	}

	await runTurns(() => {
		if (input.wait(ready, 0) > 0) {
			const asked = lines.read();
			stop.reason ??= asked === undefined ? 'standard input closed' : undefined;
			if (asked?.includes('report')) {
				event('report', {time: monotonicSeconds(), slices: slices.length});
			}
		}

		const [{isMeasured}] = sides;
		const played = playQuadruple(side => sides[side].slice());
		const now = performance.now();
		if (isMeasured) {
			slices.push(...played);
		} else if (now >= windowAt) {
			event('measuring', {time: monotonicSeconds()});
			for (const side of sides) {
				side.load.openWindow();
				side.isMeasured = true;
			}

			endAt = now + durationMs;
		}

		if (sides.some(({load}) => load.reason !== undefined)) {
			stop.reason ??= 'failed';
		} else if (now >= endAt) {
			stop.reason ??= 'duration';
		}

		// Node's event loop is to run: a signal may have come.
		return 0;
	}, stop);
	return slices;
}

function event(name: string, fields: object): void {
	process.stdout.write(`${JSON.stringify({event: name, ...fields})}\n`);
}
