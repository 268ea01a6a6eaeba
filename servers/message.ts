// A reply on its way: the parts that are not sent yet, and how far a policy has come with it.
import {IoVector} from '../linux/io-vector.js';
import {type Address, memcpy} from '../linux/libc.js';
import {type Memory, allocate} from '../linux/memory.js';

/** One message of one connection, used again for the next. */
export class Message {
	readonly parts: IoVector;
	/** TCP_CORK is set, or GnuTLS keeps what it was given. */
	isCorked = false;
	/** The last call left some of its bytes unsent: the next one only goes on with them. */
	isCut = false;
	/** The errno with which the last call failed; 0: it did not, though it may have sent too little. */
	failure = 0;
	#copy: Memory | undefined;

	/** For up to `capacity` parts. */
	constructor(capacity: number) {
		this.parts = new IoVector(capacity);
	}

	/** Whether some of it is still to be sent, or to be let go of. */
	get isPending(): boolean {
		return this.isCorked || this.parts.count > 0;
	}

	/** Makes one part of all, in memory that grows to the longest message. */
	join(): void {
		const {parts} = this;
		if (parts.count < 2) {
			return;
		}

		const length = parts.bytes;
		if (this.#copy === undefined || this.#copy.bytes.length < length) {
			this.#copy = allocate(length);
		}

		const start: Address = this.#copy.address;
		for (let at = start; parts.count > 0;) {
			memcpy(at, parts.partAddress, parts.partLength);
			at += parts.partLength;
			parts.advance(parts.partLength);
		}

		parts.push(start, length);
	}
}
