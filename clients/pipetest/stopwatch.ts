// What a timed part took: time, processor time, waits, system calls, context switches, instructions.
import {monotonicSeconds} from '../../linux/clock.js';
import {type ContextSwitches, contextSwitches} from '../../linux/context-switches.js';
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {openHardwareCounters} from '../../linux/perf-event.js';
import type {Relay} from './relay.js';

/** Microseconds of processor time; the rest are counts. */
export type Taken = {
	readonly seconds: number;
	readonly cpu: CpuTime;
	readonly waits: number;
	readonly controls: number;
	readonly syscalls: Readonly<Record<string, number>>;
	readonly switches: ContextSwitches;
	/** Where the processor tells them. */
	readonly hardware?: {readonly instructions: number; readonly cycles: number};
};

/** Runs from its construction on. */
export class Stopwatch {
	readonly #relay: Relay;
	readonly #waits: number;
	readonly #controls: number;
	readonly #syscalls: Record<string, number>;
	readonly #switches = contextSwitches(process.pid);
	readonly #hardware = openHardwareCounters(process.pid);
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
		const hardware = this.#hardware?.read();
		const switches = contextSwitches(process.pid);
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
			switches: {
				voluntary: switches.voluntary - this.#switches.voluntary,
				involuntary: switches.involuntary - this.#switches.involuntary,
			},
			...(hardware && {
				hardware: {instructions: hardware.instructions, cycles: hardware.cycles},
			}),
		};
	}
}
