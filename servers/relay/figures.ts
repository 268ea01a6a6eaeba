// What a relay has counted so far.
import {monotonicSeconds} from '../../linux/clock.js';
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import type {CallErrorCounts} from '../../linux/call-errors.js';
import type {RingRegime} from '../../linux/io-uring/regime.js';
import type {Forwarder} from './forwarder.js';

const memory = new ResidentMemory();

/** The fields of a report (docs/programs.md). */
export type RelayFigures = {
	readonly time: number;
	readonly connections: Forwarder['clients']['connections'];
	readonly requests: number;
	readonly origin: {readonly begun: number; readonly failed: number; readonly reused: number};
	readonly early: {readonly sends: number; readonly again: number};
	readonly resets: number;
	readonly bytes: {readonly up: number; readonly down: number};
	readonly waits: number;
	readonly idle: number;
	readonly shared: number;
	readonly controls: number;
	readonly stale: number;
	readonly syscalls: Readonly<Record<string, number>>;
	readonly errors: CallErrorCounts;
	readonly ring?: RingRegime;
	readonly cpu: CpuTime;
	readonly rss: number;
};

/** The counts of `relay`, and of this process. */
export function figuresOf(relay: Forwarder): RelayFigures {
	const {connections, counters} = relay.clients;
	const {begun, failed, reused, requests, early, earlyAgain, resets, up, down} = counters;
	const ring = relay.regime();
	return {
		time: monotonicSeconds(),
		connections: {...connections},
		requests,
		origin: {begun, failed, reused},
		early: {sends: early, again: earlyAgain},
		resets,
		bytes: {up, down},
		...relay.counts,
		stale: relay.stale,
		syscalls: relay.syscalls(),
		errors: relay.errors(),
		...(ring && {ring}),
		cpu: cpuTime(),
		rss: memory.read(),
	};
}

/** The figures as lines for people. */
export function describe(figures: RelayFigures): string {
	const {connections, requests, origin, early, resets, bytes, syscalls, errors, cpu, rss} = figures;
	const listed = (counts: Readonly<Record<string, number>>) =>
		Object.entries(counts)
			.map(([name, count]) => `${name} ${count}`)
			.join(' ');
	const failed = Object.entries(errors)
		.map(([call, counts]) => `${call} ${listed(counts)}`)
		.join(', ');
	return [
		`Connections: ${listed(connections)}; resets ${resets}; requests on those that are kept ${requests}`,
		`To the origin: ${listed(origin)}; early sends ${early.sends}, of which ${early.again} came too early`,
		`Bytes: ${listed(bytes)}`,
		`System calls: ${listed(syscalls)}`,
		`Of these failed: ${failed}`,
		`CPU time [s]: user ${(cpu.user / 1e6).toFixed(2)} system ${(cpu.system / 1e6).toFixed(2)}`,
		`Memory [MiB]: ${(rss / 2 ** 20).toFixed(1)}`,
		'',
	].join('\n');
}
