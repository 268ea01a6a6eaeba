// What httperf says while it runs and at its end: to people, or as JSON events (docs/programs.md).
import {monotonicSeconds} from '../../linux/clock.js';
import {type CpuTime, cpuTime} from '../../linux/cpu.js';
import {totalErrors} from './errors.js';
import type {Options} from './options.js';
import {resultFields} from './report-json.js';
import {reportText} from './report-text.js';
import type {Result} from './result.js';

/** Where a run stands. */
export type Standing = {
	readonly seconds: number;
	readonly replies: number;
	/** Connections that are open. */
	readonly open: number;
	/** In microseconds; undefined: this process's. */
	readonly cpu?: CpuTime;
};

/** Events to standard output, messages for people to standard error. */
export class Reporter {
	readonly #options: Options;
	readonly #warned = new Set<string>();
	/** Whether anybody is there to see how far it is. */
	readonly showsProgress: boolean;
	#shown = '';
	#repliesThen = 0;
	#secondsThen = 0;

	constructor(options: Options) {
		this.#options = options;
		this.showsProgress = !options.json && process.stderr.isTTY;
	}

	connected(connections: number): void {
		this.#event('connected', {connections});
	}

	/** The window is near. */
	warm(): void {
		this.#event('warm', {time: monotonicSeconds()});
	}

	measuring(): void {
		this.#event('measuring', {time: monotonicSeconds()});
	}

	measured(): void {
		this.#event('measured', {time: monotonicSeconds()});
	}

	/** Answers a request for a report. */
	report({replies, open, seconds, cpu = cpuTime()}: Standing): void {
		if (this.#options.json) {
			this.#event('report', {time: monotonicSeconds(), replies, open, cpu});
		} else {
			this.#write(`${seconds.toFixed(1)} s: ${replies} replies, ${open} connections open\n`);
		}
	}

	/** Shows a person at a terminal how far it is. */
	progress({seconds, replies, open}: Standing): void {
		const rate = (replies - this.#repliesThen) / (seconds - this.#secondsThen);
		this.#write('');
		this.#shown = `${seconds.toFixed(0)} s: ${replies} replies, ${rate.toFixed(0)} replies/s, ${open} connections open`;
		process.stderr.write(this.#shown);
		this.#repliesThen = replies;
		this.#secondsThen = seconds;
	}

	/** Says `message` the first time that `kind` happens. */
	warn(kind: string, message: () => string): void {
		if (!this.#warned.has(kind)) {
			this.#warned.add(kind);
			this.#write(`httperf: ${message()}\n`);
		}
	}

	/** The run is over before its end: by a signal, or because standard input has closed. */
	stopped(why: string): void {
		const hint =
			why === 'standard input closed'
				? ', a pipe, of whoever started it; </dev/null in its place lets it run on'
				: '';
		this.#write(`httperf: stopped before its end: ${why}${hint}\n`);
	}

	result(result: Result): void {
		this.#write('');
		const {replies, requests, errors} = result.statistics;
		if (replies === 0 && requests > 0 && totalErrors(errors) === 0 && result.reason !== 'stopped') {
			this.#write(
				`httperf: no reply: the server has accepted connections, and answered none of ${requests} requests\n`,
			);
		}

		if (this.#options.json) {
			this.#event('result', resultFields(result));
		} else {
			process.stdout.write(reportText(this.#options, result));
		}
	}

	#event(event: string, fields: object): void {
		if (this.#options.json) {
			process.stdout.write(`${JSON.stringify({event, ...fields})}\n`);
		}
	}

	/** Writes to standard error, in place of the progress that is shown there. */
	#write(text: string): void {
		const erase = this.#shown === '' ? '' : `\r${' '.repeat(this.#shown.length)}\r`;
		this.#shown = '';
		process.stderr.write(erase + text);
	}
}
