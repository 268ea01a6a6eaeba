// The open loop: calls are sent at times of their own, whether or not the server keeps up.
//
// A call that finds every connection busy waits, and is timed from when it should have been sent, as
// Gil Tene's wrk2 does: timed from the actual send, a server that stalls would be asked less often
// and look better for it (coordinated omission).
import type {Client} from './client.js';
import type {Connection} from './connection.js';
import {IdleQueue} from './idle-queue.js';
import type {Load, ScheduleCounts} from './load.js';
import {Population, type PopulationOptions} from './population.js';
import {Schedule, type ScheduleOptions} from './schedule.js';

const LATE_MS = 1;

/** Calls on whichever connection has been idle for longest. */
export class OpenLoop implements Load {
	readonly schedule: ScheduleCounts = {
		intended: 0,
		sent: 0,
		late: 0,
		skipped: 0,
		failed: 0,
		unfinished: 0,
	};
	readonly #client: Client;
	readonly #population: Population;
	readonly #options: ScheduleOptions;
	readonly #idle = new IdleQueue();
	#schedule: Schedule | undefined;
	/** Calls that are not sent yet. */
	#left: number;
	#underWay = 0;
	/** Calls that were to start from then on are not made. */
	#closesAt = Infinity;

	/** `calls` in all, which may be Infinity. */
	constructor(
		client: Client,
		population: Omit<PopulationOptions, 'replaces'>,
		options: ScheduleOptions & {readonly calls: number},
	) {
		this.#client = client;
		this.#options = options;
		this.#left = options.calls;
		this.#population = new Population(client, {...population, replaces: true});
	}

	get isSettled(): boolean {
		return this.#population.isSettled;
	}

	get outcome(): Load['outcome'] {
		if (this.#left === 0 && this.#underWay === 0) {
			return 'completed';
		}

		return this.#population.isExhausted ? 'failed' : undefined;
	}

	get nextAt(): number {
		const schedule = this.#schedule;
		const callAt =
			schedule && this.#isCallLeft(schedule) && this.#idle.first ? schedule.next : Infinity;
		return Math.min(this.#population.nextAt, callAt);
	}

	start(now: number): void {
		this.#schedule = new Schedule(now, this.#options);
	}

	turn(now: number): void {
		const schedule = this.#schedule;
		if (schedule) {
			let connection;
			while (
				schedule.next <= now &&
				this.#isCallLeft(schedule) &&
				(connection = this.#idle.take())
			) {
				this.#send(connection, schedule.next);
				schedule.advance();
				// What has become due while this was sent.
				now = connection.sentAt;
			}
		}

		this.#population.turn(now);
	}

	opened(connection: Connection): void {
		this.#idle.add(connection);
	}

	replied(connection: Connection, isLast: boolean): void {
		this.#underWay--;
		this.#count(connection);
		if (isLast) {
			this.#population.renew(connection);
		} else {
			this.#idle.add(connection);
		}
	}

	closed(connection: Connection): void {
		this.#population.ended(connection);
	}

	failed(connection: Connection, wasCalling: boolean): void {
		if (wasCalling) {
			this.#underWay--;
			this.schedule.failed += this.#count(connection);
			this.#miss(connection, performance.now());
		}

		this.#population.ended(connection);
	}

	close(now: number): void {
		this.#closesAt = now;
	}

	get isDrained(): boolean {
		const schedule = this.#schedule;
		return (
			this.#population.isExhausted ||
			(this.#underWay === 0 && !(schedule && this.#isCallLeft(schedule)))
		);
	}

	finish(now: number): void {
		const {window, connections} = this.#client;
		const schedule = this.#schedule;
		this.#closesAt = Math.min(this.#closesAt, now);
		for (; schedule && this.#isCallLeft(schedule); schedule.advance(), this.#left--) {
			if (window.covers(schedule.next)) {
				this.schedule.intended++;
				this.schedule.skipped++;
				window.missed(schedule.next, Number.NaN, now);
			}
		}

		connections.forEachCalling(connection => {
			this.schedule.unfinished += this.#count(connection);
			this.#miss(connection, now);
		});
	}

	#send(connection: Connection, intendedAt: number): void {
		this.#left--;
		this.#underWay++;
		this.#client.sender.send(connection, intendedAt);
	}

	#isCallLeft({next}: Schedule): boolean {
		return this.#left > 0 && next < this.#closesAt;
	}

	/** Counts a call that was sent; whether it is the window's, as 0 or 1. */
	#count({intendedAt, sentAt}: Connection): number {
		if (!this.#client.window.covers(intendedAt)) {
			return 0;
		}

		this.schedule.intended++;
		this.schedule.sent++;
		this.schedule.late += sentAt - intendedAt > LATE_MS ? 1 : 0;
		return 1;
	}

	#miss({intendedAt, sentAt}: Connection, now: number): void {
		this.#client.window.missed(intendedAt, sentAt, now);
	}
}
