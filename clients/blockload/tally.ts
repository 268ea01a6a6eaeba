// What was answered so far, and what was wrong with it.
import {type Fate, REFUSED, WRONG} from './requests.js';

/** Replies since some moment. */
export type Counts = {readonly reads: number; readonly writes: number; readonly bytes: number};

/** Counts every reply; a window is the difference between two moments. */
export class Tally {
	reads = 0;
	writes = 0;
	/** Of the disk, in both directions. */
	bytes = 0;
	readonly errors = {wrong: 0, refused: 0, lost: 0};

	get replies(): number {
		return this.reads + this.writes;
	}

	/** A reply has come to its end. */
	replied(fate: Fate, isWrite: boolean, length: number): void {
		if (fate === WRONG) {
			this.errors.wrong++;
		} else if (fate === REFUSED) {
			this.errors.refused++;
		}

		if (isWrite) {
			this.writes++;
		} else {
			this.reads++;
		}

		this.bytes += length;
	}

	/** As it is now. */
	now(): Counts {
		const {reads, writes, bytes} = this;
		return {reads, writes, bytes};
	}
}

/** What came between two moments. */
export function between(from: Counts, to: Counts): Counts {
	return {
		reads: to.reads - from.reads,
		writes: to.writes - from.writes,
		bytes: to.bytes - from.bytes,
	};
}
