// What dphttpd says: lines for people, or JSON events for programs (docs/programs.md).
import {monotonicSeconds} from '../../linux/clock.js';
import {cpuTime} from '../../linux/cpu.js';
import {ResidentMemory} from '../../linux/resident-memory.js';
import type {Backend} from '../backend.js';

/** One message of a kind a second is enough: a limit that is met is met again and again. */
const WARNING_MS = 1000;

const memory = new ResidentMemory();

type Ready = {mechanism: string; address: string; port: number; maxfds: number};

/** Writes what happens to standard output as JSON, or to standard error and output for people. */
export class Reporter {
	readonly #json: boolean;
	readonly #warnedAt = new Map<string, number>();

	constructor(json: boolean) {
		this.#json = json;
	}

	ready(ready: Ready): void {
		if (this.#json) {
			this.#event('ready', {...ready, pid: process.pid});
		} else {
			const {mechanism, address, port} = ready;
			process.stdout.write(`dphttpd: serving on ${address}:${port} with ${mechanism}\n`);
		}
	}

	warn(message: string): void {
		const now = Date.now();
		if (now - (this.#warnedAt.get(message) ?? 0) < WARNING_MS) {
			return;
		}

		this.#warnedAt.set(message, now);
		if (this.#json) {
			this.#event('warning', {message});
		} else {
			process.stderr.write(`dphttpd: ${message}\n`);
		}
	}

	report(backend: Backend, replies: number): void {
		if (this.#json) {
			this.#event('report', figures(backend, replies));
		} else {
			process.stdout.write(describe(backend, replies));
		}
	}

	end(reason: string, backend: Backend, replies: number): void {
		if (this.#json) {
			this.#event('end', {reason, ...figures(backend, replies)});
		} else {
			process.stdout.write(`dphttpd: ended: ${reason}\n${describe(backend, replies)}`);
		}
	}

	#event(event: string, fields: object): void {
		process.stdout.write(JSON.stringify({event, ...fields}) + '\n');
	}
}

function figures(backend: Backend, replies: number) {
	const {waits, controls, stale, now, peak, accepted, refused} = backend.counters;
	return {
		time: monotonicSeconds(),
		replies,
		connections: {now, peak, accepted, refused},
		waits,
		controls,
		stale,
		syscalls: backend.syscalls(),
		cpu: cpuTime(),
		rss: memory.read(),
	};
}

function describe(backend: Backend, replies: number): string {
	const {connections, syscalls, cpu, rss} = figures(backend, replies);
	const calls = Object.entries(syscalls).map(([name, count]) => `${name} ${count}`);
	return [
		`Replies: ${replies}`,
		`Connections: now ${connections.now} peak ${connections.peak} accepted ${connections.accepted} refused ${connections.refused}`,
		`System calls: ${calls.join(' ')}`,
		`CPU time [s]: user ${(cpu.user / 1e6).toFixed(2)} system ${(cpu.system / 1e6).toFixed(2)}`,
		`Memory [MiB]: ${(rss / 2 ** 20).toFixed(1)}`,
		'',
	].join('\n');
}
