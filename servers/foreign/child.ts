// The process of a foreign server: started, watched from outside, ended.
import {spawn, type ChildProcessByStdio} from 'node:child_process';
import {readFileSync} from 'node:fs';
import type {Readable} from 'node:stream';
import {setTimeout as delay} from 'node:timers/promises';
import type {CpuTime} from '../../linux/cpu.js';
import {ProcessClock} from '../../linux/process-clock.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import {environment} from './installed.js';

/** How long it may take to end when told to, in milliseconds. */
const END_MS = 5000;

/** Of its standard error, what is kept for a message. */
const KEPT_LENGTH = 1000;

/** Fields of /proc/<pid>/stat behind the name, which may hold anything (proc_pid_stat(5)). */
const UTIME_FIELD = 11;
const STIME_FIELD = 12;

/** A running foreign server. */
export class Child {
	readonly pid: number;
	/** Settles with its last words when it has ended. */
	readonly ended: Promise<string>;
	readonly #process: ChildProcessByStdio<null, null, Readable>;
	readonly #clock: ProcessClock;
	readonly #memory: ResidentMemory;
	#words = '';

	/**
	 * Starts `command`. Should this process be killed, so is the child (PR_SET_PDEATHSIG in prctl(2)).
	 * @throws Error where it cannot be started.
	 */
	constructor(command: readonly string[]) {
		this.#process = spawn('setpriv', ['--pdeathsig', 'KILL', ...command], {
			stdio: ['ignore', 'ignore', 'pipe'],
			env: environment,
		});
		this.#process.stderr.setEncoding('utf8').on('data', (text: string) => {
			this.#words = (this.#words + text).slice(-KEPT_LENGTH);
		});
		this.ended = new Promise(resolve => {
			this.#process.on('error', error => {
				resolve(error.message);
			});
			this.#process.on('close', (code, signal) => {
				const how = signal === null ? `with status ${code ?? '?'}` : `by ${signal}`;
				resolve(`it ended ${how}: ${this.#words.trim().replaceAll('\n', '; ')}`);
			});
		});
		if (this.#process.pid === undefined) {
			throw new Error('setpriv, of util-linux, cannot be started: install it');
		}

		this.pid = this.#process.pid;
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

	/** Ends it, by force where it does not end when told to. */
	async end(): Promise<void> {
		this.#process.kill('SIGTERM');
		const patience = new AbortController();
		await Promise.race([
			this.ended,
			delay(END_MS, undefined, {signal: patience.signal}).then(
				() => this.#process.kill('SIGKILL'),
				() => undefined,
			),
		]);
		patience.abort();
		await this.ended;
	}
}
