// What is seen of a good cell.
import type {Observation, Snapshot} from '../../subjects/dphttpd/observation.js';
import type {ServerReport} from '../../subjects/dphttpd/arguments/dphttpd.js';

/** A process that did not wait for its processor, and gave it up never. */
const idle = {runDelay: 0, switches: {voluntary: 0, involuntary: 0}, hardware: null};

/** A cell with 1000 dead connections: one second, in which the server was busy with 10 000 replies. */
export function goodObservation(): Observation {
	const population = {server: 1000, client: 1000};
	return {
		dead: 1000,
		connections: 100,
		expectedStatus: '2xx',
		disjoint: true,
		processors: 1,
		countsInstructions: false,
		loadedShare: 1,
		setupSeconds: 0.1,
		memory: {before: {slab: 1e6, rss: 1e6}, after: {slab: 6e6, rss: 1.2e6}},
		before: population,
		during: population,
		opened: 1000,
		earlierReplies: 0,
		atLoad: snapshot(10, 0, 0),
		start: snapshot(10, 0, 0),
		end: snapshot(11, 10_000, 500_000),
		after: population,
		last: report(12, 10_060, 510_000),
		result: {
			engine: 'epoll',
			reason: 'duration',
			total: {connections: 100, replies: 10_000, seconds: 1.1},
			window: {
				seconds: 1,
				replies: 9900,
				rate: 9900,
				bins: Array.from({length: 10}, () => 990),
				cpu: {user: 1, system: 1},
				cpuShare: 0.5,
			},
			replyTimeUs: {count: 1, mean: 1, min: 1, p50: 1, p90: 1, p99: 1, 'p99.9': 1, max: 1},
			status: {'2xx': 10_000, '4xx': 0},
			errors: {total: 0, connreset: 0},
			bottleneck: 'not the client',
		},
		badEnds: [],
	};
}

function snapshot(time: number, replies: number, cpu: number): Snapshot {
	return {
		server: report(time, replies, cpu),
		kernel: {counters: {ListenOverflows: 5, ListenDrops: 5}, sockets: {inuse: 2202}, slab: 6e6},
		process: {server: idle, client: idle},
	};
}

function report(time: number, replies: number, cpu: number): ServerReport {
	return {
		time,
		replies,
		connections: {now: 1100, accepted: 1100, refused: 0},
		waits: replies,
		controls: 0,
		syscalls: {read: replies},
		cpu: {user: cpu, system: cpu},
		rss: 1,
	};
}
