// What a timed part took: time, processor time, waits and system calls.
import {monotonicSeconds} from '../../linux/clock.js';
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import type {Relay} from './relay.js';

/** Microseconds of processor time; the rest are counts. */
export type Taken = {
	readonly seconds: number;
	readonly cpu: CpuTime;
	readonly waits: number;
	readonly controls: number;
	readonly syscalls: Readonly<Record<string, number>>;
};

/** Runs from its construction on. */
export class Stopwatch {
	readonly #relay: Relay;
	readonly #waits: number;
	readonly #controls: number;
	readonly #syscalls: Record<string, number>;
	readonly #cpu: CpuTime;
	readonly #start: number;

	constructor(relay: Relay) {
		this.#relay = relay;
		({waits: this.#waits, controls: this.#controls} = relay.counters);
		this.#syscalls = relay.syscalls();
		this.#cpu = cpuTime();
		this.#start = monotonicSeconds();
	}

	read(): Taken {
		const seconds = monotonicSeconds() - this.#start;
		const cpu = cpuTime();
		const {waits, controls} = this.#relay.counters;
		return {
			seconds,
			cpu: {user: cpu.user - this.#cpu.user, system: cpu.system - this.#cpu.system},
			waits: waits - this.#waits,
			controls: controls - this.#controls,
			syscalls: Object.fromEntries(
				Object.entries(this.#relay.syscalls()).map(([name, count]) => [
					name,
					count - (this.#syscalls[name] ?? 0),
				]),
			),
		};
	}
}
