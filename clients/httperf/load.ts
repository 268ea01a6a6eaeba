// The seam between the client, which does the input and output, and the two ways to drive it.
import type {Connection} from './connection.js';

/** Decides when connections are opened and calls are sent: a closed loop or an open one. */
export type Load = {
	/** Whether every connection that is opened at the beginning is open, or has failed. */
	readonly isSettled: boolean;
	/** Set where nothing is left to do: all calls are made, or no connection is left to make them. */
	readonly outcome: 'completed' | 'failed' | undefined;
	/** When `turn` next has something to do; Infinity while it waits for the server. */
	readonly nextAt: number;
	/** All connections are there: calls that follow a schedule begin. */
	start(now: number): void;
	/** Does what is due. Called once a turn of the poller, after all its events. */
	turn(now: number): void;
	/** `connection` is open, and idle. */
	opened(connection: Connection): void;
	/** Its call is done: `connection` is idle again; or, where `isLast`, is closed after this. */
	replied(connection: Connection, isLast: boolean): void;
	/** The server has closed it between two calls. */
	closed(connection: Connection): void;
	/** It has failed, with a call under way or not; the error is counted already. */
	failed(connection: Connection, wasCalling: boolean): void;
	/** The window ends at `now`: no call begins that was to start later. */
	close(now: number): void;
	/** Whether, after `close`, nothing is to be waited for. */
	readonly isDrained: boolean;
	/** The run ends. */
	finish(now: number): void;
	/** An open loop's figures. */
	readonly schedule: ScheduleCounts | undefined;
};

/** Calls of an open loop whose intended start was in the window. */
export type ScheduleCounts = {
	intended: number;
	sent: number;
	/** Sent more than a millisecond after the intended start. */
	late: number;
	/** Never sent, because no connection was free. */
	skipped: number;
	/** Sent, and lost with their connection. */
	failed: number;
	/** Sent, without a reply when the run ended. */
	unfinished: number;
};
