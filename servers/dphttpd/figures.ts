// What dphttpd has counted so far.
import {monotonicSeconds} from '../../linux/clock.js';
import {ownSwitches} from '../../linux/context-switches.js';
import {cpuTime} from '../../linux/cpu.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import type {Backend} from '../backend.js';
import type {ServerFigures} from '../reporter.js';
import type {Source} from './source.js';

const memory = new ResidentMemory();

/** The counts of `backend`, of the `source` of its connections, and of this process. */
export function figuresOf(backend: Backend, source: Source, replies: number): ServerFigures {
	const ring = backend.regime();
	const {waits, controls, stale, now, peak, accepted, refused} = backend.counters;
	return {
		time: monotonicSeconds(),
		replies,
		connections: {now, peak, accepted, refused},
		waits,
		controls,
		stale,
		syscalls: {...backend.syscalls(), ...source.syscalls()},
		errors: {...backend.errors(), ...source.errors()},
		...(ring && {ring}),
		switches: ownSwitches(),
		cpu: cpuTime(),
		rss: memory.read(),
	};
}
