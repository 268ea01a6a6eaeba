// Where a request or a reply of HTTP/1 ends (RFC 9112, section 6): all that the relay wants to know of it.
import type {Flow} from './flow.js';

/** Neither side keeps its connection, whatever its peer would do (RFC 9110, section 7.6.1). */
const CLOSE = 'Connection: close\r\n';

const CR = 13;
const LF = 10;

/** What to make of messages. */
type MessageOptions = {
	/** Bytes of a body whose length is not told: Infinity is until the stream ends; undefined: there must be none such. */
	readonly withoutLength: number | undefined;
	/** The connection serves one message: that is written into it, and what comes behind it is nobody's. */
	readonly isOnly: boolean;
};

/** One message, as it comes. */
export class HttpMessage {
	/** Its header has come whole. */
	hasHead = false;
	isComplete = false;
	/** Its header does not fit into the buffer. */
	isTooLong = false;
	/** Its end cannot be told. */
	isEndless = false;
	/** It may be sent once more without harm, where nobody knows what became of it (RFC 9110, section 9.2.2). */
	isIdempotent = false;
	/** It asks for a header alone: the reply has no body, whatever length it tells (RFC 9110, section 9.3.2). */
	asksForHead = false;
	/** Its sender closes the connection after it, or is to (RFC 9112, section 9.3). */
	closes = false;
	readonly #options: MessageOptions;
	#left = 0;
	/** The last header with its empty line, and how long a body it promised: mostly the next is the same. */
	#known = new Uint8Array(0);
	#length: number | undefined;

	constructor(options: MessageOptions) {
		this.#options = options;
	}

	/** Another message is to come. */
	begin(): void {
		this.hasHead = false;
		this.isComplete = false;
	}

	/**
	 * Takes the last `count` bytes of `flow`, where nothing goes before the header is whole. With `isHead`
	 * that is all of it.
	 */
	take(flow: Flow, count: number, isHead = false): void {
		const body = this.hasHead ? count : this.#takeHead(flow, isHead);
		if (body === undefined) {
			return;
		}

		const excess = body - this.#left;
		this.#left -= body;
		if (excess >= 0) {
			this.isComplete = true;
			this.#passOver(flow, excess);
		}
	}

	#passOver(flow: Flow, excess: number): void {
		if (this.#options.isOnly) {
			flow.cut(flow.end - excess);
		} else {
			flow.kept = excess;
		}
	}

	/** Returns how many bytes have come behind the header; undefined where that is not whole. */
	#takeHead(flow: Flow, isHead: boolean): number | undefined {
		const {bytes} = flow.open();
		const {start, end} = flow;
		if (!startsWith(bytes, start, end, this.#known)) {
			const headEnd = findHeadEnd(bytes, start, end);
			if (headEnd === -1) {
				this.isTooLong = flow.room === 0;
				return undefined;
			}

			this.#known = bytes.slice(start, headEnd);
			this.#read(Buffer.from(this.#known).toString('latin1'));
		}

		const {length} = this.#known;
		this.hasHead = true;
		this.#left = isHead ? 0 : (this.#length ?? 0);
		this.isEndless = !isHead && this.#length === undefined;
		if (this.#options.isOnly) {
			const emptyLine = this.#known[length - 2] === CR ? 2 : 1;
			flow.insert(start + length - emptyLine, CLOSE);
		}

		return end - start - length;
	}

	#read(head: string): void {
		const {withoutLength} = this.#options;
		this.asksForHead = head.startsWith('HEAD ');
		this.isIdempotent = /^(?:GET|HEAD|OPTIONS|TRACE|PUT|DELETE) /.test(head);
		this.closes =
			/^connection:[ \t]*close/im.test(head) ||
			(/^[^\n]*HTTP\/1\.0/.test(head) && !/^connection:[ \t]*keep-alive/im.test(head));
		const [, length] = /^content-length:[ \t]*(\d+)[ \t]*\r?$/im.exec(head) ?? [];
		// A body in chunks ends with the stream, where a header sees to that.
		if (/^transfer-encoding:/im.test(head)) {
			this.#length = this.#options.isOnly ? Infinity : undefined;
		} else if (length === undefined) {
			this.#length = /^HTTP\/1\.\d (?:204|304) /.test(head) ? 0 : withoutLength;
		} else {
			this.#length = Number(length);
		}
	}
}

/** Whether bytes [start, end) begin with `known`, which is something. */
function startsWith(bytes: Uint8Array, start: number, end: number, known: Uint8Array): boolean {
	const {length} = known;
	if (length === 0 || end - start < length) {
		return false;
	}

	let index = 0;
	while (index < length && bytes[start + index] === known[index]) {
		index++;
	}

	return index === length;
}

/** Where the empty line after a header ends in bytes [start, end); -1 where it has not come. */
function findHeadEnd(bytes: Uint8Array, start: number, end: number): number {
	for (let at = start; at < end - 1; at++) {
		if (bytes[at] === LF) {
			if (bytes[at + 1] === LF) {
				return at + 2;
			}

			if (bytes[at + 1] === CR && at + 2 < end && bytes[at + 2] === LF) {
				return at + 3;
			}
		}
	}

	return -1;
}
