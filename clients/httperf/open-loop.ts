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
	readonly schedule: ScheduleCounts = {intended: 0, sent: 0, late: 0, skipped: 0};
	readonly #client: Client;
	readonly #population: Population;
	readonly #options: ScheduleOptions;
	readonly #idle = new IdleQueue();
	#schedule: Schedule | undefined;
	/** Calls that are not sent yet. */
	#left: number;
	#underWay = 0;

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
		const callAt = schedule && this.#left > 0 && this.#idle.first ? schedule.next : Infinity;
		return Math.min(this.#population.nextAt, callAt);
	}

	start(now: number): void {
		this.#schedule = new Schedule(now, this.#options);
	}

	turn(now: number): void {
		const schedule = this.#schedule;
		if (schedule) {
			let connection;
			while (schedule.next <= now && this.#left > 0 && (connection = this.#idle.take())) {
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

	replied(connection: Connection): void {
		this.#underWay--;
		this.#idle.add(connection);
	}

	closed(connection: Connection): void {
		this.#population.ended(connection);
	}

	failed(connection: Connection, wasCalling: boolean): void {
		this.#underWay -= wasCalling ? 1 : 0;
		this.#population.ended(connection);
	}

	finish(now: number): void {
		const {beganAt} = this.#client.window;
		const schedule = this.#schedule;
		for (; schedule && schedule.next < now && this.#left > 0; schedule.advance(), this.#left--) {
			this.schedule.skipped += schedule.next >= beganAt ? 1 : 0;
		}

		this.schedule.intended = this.schedule.sent + this.schedule.skipped;
	}

	#send(connection: Connection, intendedAt: number): void {
		const {window} = this.#client;
		this.#left--;
		this.#underWay++;
		this.#client.sender.send(connection, intendedAt);
		if (window.isOpen && intendedAt >= window.beganAt) {
			this.schedule.sent++;
			this.schedule.late += connection.sentAt - intendedAt > LATE_MS ? 1 : 0;
		}
	}
}
