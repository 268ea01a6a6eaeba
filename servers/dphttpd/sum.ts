// What several workers have counted, as if they were one, with each for itself beside.
import type {CallErrorCounts} from '../../linux/call-errors.js';
import {monotonicSeconds} from '../../linux/clock.js';
import type {ServerFigures} from '../reporter.js';

type Member = {readonly pid: number; readonly figures: ServerFigures};
type Counts = Readonly<Record<string, number>>;

/**
 * Sums: of the workers alone the connections, the replies and the switches, of all processor time, memory
 * and calls. The process that starts and asks them is not in it.
 */
export function sumOf(workers: readonly Member[], acceptor: Member | undefined): ServerFigures {
	const ofWorkers = workers.map(({figures}) => figures);
	const ofAll = acceptor ? [...ofWorkers, acceptor.figures] : ofWorkers;
	const total = (read: (figures: ServerFigures) => number | undefined) =>
		ofWorkers.reduce((sum, figures) => sum + (read(figures) ?? 0), 0);
	return {
		time: monotonicSeconds(),
		replies: total(({replies}) => replies),
		connections: {
			now: total(({connections}) => connections.now),
			peak: total(({connections}) => connections.peak),
			accepted: total(({connections}) => connections.accepted),
			refused: total(({connections}) => connections.refused),
		},
		waits: total(({waits}) => waits),
		controls: total(({controls}) => controls),
		stale: total(({stale}) => stale),
		syscalls: sumCounts(ofAll.map(({syscalls = {}}) => syscalls)),
		errors: sumErrors(ofAll.map(({errors = {}}) => errors)),
		switches: {
			voluntary: total(({switches}) => switches?.voluntary),
			involuntary: total(({switches}) => switches?.involuntary),
		},
		cpu: {
			user: ofAll.reduce((sum, {cpu}) => sum + cpu.user, 0),
			system: ofAll.reduce((sum, {cpu}) => sum + cpu.system, 0),
		},
		rss: ofAll.reduce((sum, {rss}) => sum + rss, 0),
		workers: workers.map(({pid, figures: {connections, replies, switches, cpu}}) => ({
			pid,
			...{now: connections.now, accepted: connections.accepted ?? 0},
			...{replies: replies ?? 0, switches, cpu},
		})),
		...(acceptor && {
			acceptor: {
				pid: acceptor.pid,
				switches: acceptor.figures.switches,
				cpu: acceptor.figures.cpu,
			},
		}),
	};
}

function sumCounts(all: readonly Counts[]): Record<string, number> {
	const sums: Record<string, number> = {};
	for (const [name, count] of all.flatMap(counts => Object.entries(counts))) {
		sums[name] = (sums[name] ?? 0) + count;
	}

	return sums;
}

function sumErrors(all: readonly CallErrorCounts[]): CallErrorCounts {
	const calls = [...new Set(all.flatMap(errors => Object.keys(errors)))];
	return Object.fromEntries(
		calls.map(call => [call, sumCounts(all.map(errors => errors[call] ?? {}))]),
	);
}
