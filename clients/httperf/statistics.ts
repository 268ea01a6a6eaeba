// What httperf's report counts, over the whole test.
import {type ErrorClass, type ErrorCounts, noErrors} from './errors.js';
import {type LifetimeFigures, Lifetimes} from './lifetimes.js';
import type {Connection} from './connection.js';

/** What is added up over several processes; the most connections at once are then at most the sum. */
const sums = [
	...(['connections', 'concurrent', 'peak', 'reconnects', 'connects', 'connectTime'] as const),
	...(['requests', 'replies', 'responses', 'responseTime', 'transferTime'] as const),
	...(['headerBytes', 'contentBytes', 'footerBytes', 'bytesSent', 'bytesReceived'] as const),
] as const;

/** Statistics as they go from process to process. */
export type StatisticsFigures = Readonly<Record<(typeof sums)[number] | 'longestBurst', number>> & {
	readonly status: readonly number[];
	readonly errors: Readonly<ErrorCounts>;
	readonly lifetimes: LifetimeFigures;
};

/** Counts and sums; times are in milliseconds. */
export class Statistics {
	/** Connections begun. */
	connections = 0;
	/** Connections open or being opened, and the most there were. */
	concurrent = 0;
	peak = 0;
	/** The most that were begun in one turn. */
	longestBurst = 0;
	/** Connections begun in place of one that was closed after a call, as was announced. */
	reconnects = 0;
	connects = 0;
	connectTime = 0;
	requests = 0;
	replies = 0;
	/** Replies by the first digit of their status; interim replies are at 1. */
	readonly status = new Float64Array(6);
	/** Replies of which a first byte came, and the time that took from the request on. */
	responses = 0;
	responseTime = 0;
	transferTime = 0;
	headerBytes = 0;
	contentBytes = 0;
	footerBytes = 0;
	bytesSent = 0;
	bytesReceived = 0;
	readonly lifetimes = new Lifetimes();
	readonly errors: ErrorCounts = noErrors();

	toJSON(): StatisticsFigures {
		const {longestBurst, errors, lifetimes} = this;
		const counts = Object.fromEntries(sums.map(name => [name, this[name]])) as Record<
			(typeof sums)[number],
			number
		>;
		return {
			...counts,
			...{longestBurst, errors},
			...{status: [...this.status], lifetimes: lifetimes.toJSON()},
		};
	}

	/** Adds those of another process. */
	merge(other: StatisticsFigures): void {
		for (const name of sums) {
			this[name] += other[name];
		}

		this.longestBurst = Math.max(this.longestBurst, other.longestBurst);
		for (const [digit, count] of other.status.entries()) {
			this.status[digit] = (this.status[digit] as number) + count;
		}

		for (const [name, count] of Object.entries(other.errors)) {
			this.errors[name as ErrorClass] += count;
		}

		this.lifetimes.merge(other.lifetimes);
	}

	began(): void {
		this.connections++;
		this.concurrent++;
		this.peak = Math.max(this.peak, this.concurrent);
	}

	ended(connection: Connection, now: number): void {
		this.concurrent--;
		if (connection.calls > 0) {
			this.lifetimes.add(now - connection.openedAt);
		}
	}

	/** The reply of `connection` is complete. */
	replied({reply, firstByteAt}: Connection, now: number): void {
		const digit = (reply.status / 100) | 0;
		this.replies++;
		this.status[digit] = (this.status[digit] as number) + 1;
		this.transferTime += now - firstByteAt;
		this.headerBytes += reply.headerBytes;
		this.contentBytes += reply.contentBytes;
		this.footerBytes += reply.footerBytes;
		if (reply.interim > 0) {
			this.status[1] = (this.status[1] as number) + reply.interim;
		}
	}
}
