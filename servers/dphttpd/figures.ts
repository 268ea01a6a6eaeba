// What dphttpd has counted so far.
import {monotonicSeconds} from '../../linux/clock.js';
import {cpuTime} from '../../linux/cpu.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import type {Backend} from '../backend.js';
import type {ServerFigures} from '../reporter.js';

const memory = new ResidentMemory();

/** The counts of `backend`, and of this process. */
export function figuresOf(backend: Backend, replies: number): ServerFigures {
	const ring = backend.regime();
	const {waits, controls, stale, now, peak, accepted, refused} = backend.counters;
	return {
		time: monotonicSeconds(),
		replies,
		connections: {now, peak, accepted, refused},
		waits,
		controls,
		stale,
		syscalls: backend.syscalls(),
		...(ring && {ring}),
		cpu: cpuTime(),
		rss: memory.read(),
	};
}
