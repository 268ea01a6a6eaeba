// What deadconn has to say: JSON events for programs, text for people.
import {isatty} from 'node:tty';
import type {CpuTime} from '../../linux/cpu.js';
import type {Failure} from '../refusal.js';

/** The counts at one moment; `time` is CLOCK_MONOTONIC in seconds, `rss` bytes. */
export type Report = {
	readonly time: number;
	readonly open: number;
	readonly closed: number;
	readonly of: number;
	readonly cpu: CpuTime;
	readonly rss: number;
};

/** One way of saying it. */
export type Voice = {
	/** The least time between two calls of `progress`, in milliseconds. */
	readonly progressMs: number;
	/** `rate` is how many more there are, a second, than when that was said last. */
	progress(open: number, of: number, rate: number): void;
	warning(message: string): void;
	/** All are open; `seconds` is how long that took. */
	ready(open: number, of: number, seconds: number): void;
	/** The server has closed `closed` connections so far. */
	closed(closed: number, open: number): void;
	report(report: Report): void;
	failed(open: number, of: number, failure: Failure): void;
	end(reason: string, open: number, closed: number): void;
};

const STDERR = 2;

/** The voice that the command line asks for. */
export function createVoice(json: boolean): Voice {
	return json ? jsonVoice : createTextVoice(isatty(STDERR));
}

const jsonVoice: Voice = {
	progressMs: 250,
	progress(open, of, rate) {
		event({event: 'progress', open, of, rate});
	},
	warning(message) {
		event({event: 'warning', message});
	},
	ready(open, of, seconds) {
		event({event: 'ready', open, of, seconds});
	},
	closed(closed, open) {
		event({event: 'closed', closed, open});
	},
	report(report) {
		event({event: 'report', ...report});
	},
	failed(open, of, failure) {
		event({event: 'failed', open, of, ...failure});
	},
	end(reason, open, closed) {
		event({event: 'end', reason, open, closed});
	},
};

/** On a terminal progress is one line that changes; elsewhere it is a line a second. */
function createTextVoice(isTerminal: boolean): Voice {
	let isLineOpen = false;
	const endLine = () => {
		if (isLineOpen) {
			process.stderr.write('\n');
			isLineOpen = false;
		}
	};

	return {
		progressMs: isTerminal ? 100 : 1000,
		progress(open, of, rate) {
			const text = `${open} of ${of} connections, ${rate} a second`;
			process.stderr.write(isTerminal ? `\r${text}\x1b[K` : `${text}\n`);
			isLineOpen = isTerminal;
		},
		warning(message) {
			endLine();
			complain(message);
		},
		ready(open) {
			endLine();
			process.stdout.write(`${open} connections created ...\n`);
		},
		closed(closed, open) {
			complain(`the server has closed ${closed} connections, ${open} are open`);
		},
		report({open, of, closed}) {
			process.stdout.write(`${open} of ${of} connections open, ${closed} closed by the server\n`);
		},
		failed(open, of, failure) {
			endLine();
			complain(failureText(open, of, failure));
		},
		end(reason, open, closed) {
			endLine();
			complain(`${reason}: ${open} connections reset; the server had closed ${closed}`);
		},
	};
}

function failureText(open: number, of: number, failure: Failure): string {
	return (
		`opened ${open} of ${of} connections: ${failure.reason}\n` +
		`  limit   ${failure.limit}: ${failure.value}\n` +
		`  needed  ${failure.needed}\n` +
		`  remedy  ${failure.remedy}`
	);
}

function event(fields: Readonly<Record<string, unknown>>): void {
	process.stdout.write(`${JSON.stringify(fields)}\n`);
}

function complain(message: string): void {
	process.stderr.write(`deadconn: ${message}\n`);
}
