// What blocks has counted so far.
import {monotonicSeconds} from '../../linux/clock.js';
import {cpuTime} from '../../linux/cpu.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import type {ServerFigures} from '../reporter.js';
import type {DiskServer} from './disk-server.js';
import type {Replies} from './replies.js';

const memory = new ResidentMemory();

/** Replies of a kind; their calls by name, of which `resumed` only went on with what was cut short. */
type RepliesFigures = {
	readonly count: number;
	readonly bytes: number;
	readonly syscalls: Readonly<Record<string, number>>;
	readonly resumed: number;
};

/** What every server tells, and what only this one does. */
type DiskFigures = ServerFigures & {
	readonly reads: RepliesFigures;
	readonly writes: RepliesFigures;
	/** With data, over TCP. */
	readonly segments: number;
	/** Of TLS. */
	readonly records: number;
	readonly faults: number;
};

/** The counts of `server`, and of this process. */
export function figuresOf(server: DiskServer): DiskFigures {
	const {replies, faults, counters} = server;
	const {waits, controls, stale, now, peak, accepted, refused} = counters;
	return {
		time: monotonicSeconds(),
		replies: replies.reads.count + replies.writes.count,
		reads: tell(replies.reads),
		writes: tell(replies.writes),
		...server.sent(),
		connections: {now, peak, accepted, refused},
		...{faults, waits, controls, stale},
		syscalls: server.syscalls(),
		cpu: cpuTime(),
		rss: memory.read(),
	};
}

function tell({count, bytes, calls}: Replies['reads']): RepliesFigures {
	const {resumed, ...syscalls} = calls;
	return {count, bytes, syscalls, resumed};
}
