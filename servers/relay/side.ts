// One socket of a relayed connection: what is wanted of it, and what is known of it.
import type {Flow} from './flow.js';

/** The client's side, or the origin's. */
export class Side {
	/** What is watched of it: READABLE, WRITABLE, PEER_CLOSED; 0: it is not watched. */
	armed = 0;
	/** More input is wanted, and is watched for once a try met EAGAIN. */
	reading = false;
	readWatched = false;
	/** As above, of what is to be sent, or of the connection being there. */
	writing = false;
	writeWatched = false;
	/** Whether it is listed to be looked at before the next wait, or tried after it. */
	isTouched = false;
	isToTry = false;

	/** The connection is there: the client's always is. */
	isConnected = false;
	/** Something was sent to it, or tried to be. */
	wasTried = false;
	/** An event said that its end of stream has come: a read that is short has drained it. */
	isEndNear = false;
	/** Its end of stream was read. */
	hasEnded = false;
	/** Our sending side is shut. */
	isShut = false;
	isClosed = false;

	/**
	 * @param input what is received from it
	 * @param output what is to be sent to it
	 */
	constructor(
		readonly fd: number,
		readonly token: number,
		public session: SideUser,
		public input: Flow,
		public output: Flow,
	) {}

	/** Has another use from now on: there is nothing on its way. */
	attach(session: SideUser, {input, output}: {input: Flow; output: Flow}): void {
		this.session = session;
		this.input = input;
		this.output = output;
	}

	/** Wants input. */
	read(): void {
		this.reading = true;
	}

	stopReading(): void {
		this.reading = false;
		this.readWatched = false;
	}

	/** Wants to send; `isFull`: a try has met EAGAIN. */
	write(isFull = false): void {
		this.writing = true;
		this.writeWatched ||= isFull;
	}

	stopWriting(): void {
		this.writing = false;
		this.writeWatched = false;
	}
}

/** Whose side it is. */
export type SideUser = {
	/** Input is to be tried. */
	receive(side: Side): void;
	/** Output is to be tried. */
	send(side: Side): void;
	/** It can be watched no more. */
	fail(side: Side): void;
	/** The relay ends. */
	stop(side: Side): void;
	/** Its descriptor is closed: nothing of it is on its way any more. */
	freed(side: Side): void;
};
