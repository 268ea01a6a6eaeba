// The process of a foreign server: what it uses, seen from outside.
import {readFileSync} from 'node:fs';
import type {CpuTime} from '../../linux/cpu.js';
import {ProcessClock} from '../../linux/process-clock.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import {Child} from '../../programs/child.js';
import {environment} from './installed.js';

/** Fields of /proc/<pid>/stat behind the name, which may hold anything (proc_pid_stat(5)). */
const UTIME_FIELD = 11;
const STIME_FIELD = 12;

/** A running foreign server. It ends with this process, however that ends. */
export class ForeignProcess extends Child {
	readonly #clock: ProcessClock;
	readonly #memory: ResidentMemory;

	/** @throws Error where it cannot be started. */
	constructor(command: readonly string[]) {
		// Ctrl-C at a terminal is for us, who ask it for its last counts before it ends.
		const ending = {ownGroup: true, diesWithUs: true, endedBy: 'SIGTERM'} as const;
		super({name: 'it', command, env: environment, ...ending});
		if (this.pid === 0) {
			throw new Error('setpriv, of util-linux, cannot be started: install it');
		}

		this.#clock = new ProcessClock(this.pid);
		this.#memory = new ResidentMemory(this.pid);
	}

	/** Its processor time so far, in microseconds: the scheduler's sum, divided as its ticks were. */
	cpuTime(): CpuTime {
		const us = this.#clock.read() * 1e6;
		const stat = readFileSync(`/proc/${this.pid}/stat`, 'latin1');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const [user, system] = [Number(fields[UTIME_FIELD]), Number(fields[STIME_FIELD])];
		const share = user + system > 0 ? user / (user + system) : 0;
		return {user: us * share, system: us * (1 - share)};
	}

	/** Its resident memory, in bytes. */
	rss(): number {
		return this.#memory.read();
	}
}
