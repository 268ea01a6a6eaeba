// Where a request or a reply of HTTP/1 ends (RFC 9112, section 6): all that the relay wants to know of it.
import type {Flow} from './flow.js';

/** Neither side keeps its connection, whatever its peer would do (RFC 9110, section 7.6.1). */
const CLOSE = 'Connection: close\r\n';

/** One message, as it comes. */
export class HttpMessage {
	/** Its header has come whole. */
	hasHead = false;
	isComplete = false;
	/** Its header does not fit into the buffer. */
	isTooLong = false;
	readonly #withoutLength: number;
	#left = 0;

	/** @param withoutLength bytes of a body whose length is not told: Infinity is until the stream ends */
	constructor(withoutLength: number) {
		this.#withoutLength = withoutLength;
	}

	/** Takes the last `count` bytes of `flow`, where nothing goes before the header is whole. */
	take(flow: Flow, count: number): void {
		const body = this.hasHead ? count : this.#takeHead(flow);
		if (body === undefined) {
			return;
		}

		const excess = body - this.#left;
		this.#left -= body;
		if (excess >= 0) {
			this.isComplete = true;
			// What comes behind it is nobody's: the connection serves one request.
			flow.cut(flow.end - excess);
		}
	}

	/** Returns how many bytes have come behind the header; undefined where that is not whole. */
	#takeHead(flow: Flow): number | undefined {
		const {bytes} = flow.open();
		const held = Buffer.from(bytes.buffer, bytes.byteOffset + flow.start, flow.end - flow.start);
		const [crlf, lf] = [held.indexOf('\n\r\n'), held.indexOf('\n\n')];
		if (crlf === -1 && lf === -1) {
			this.isTooLong = flow.room === 0;
			return undefined;
		}

		const isCrlf = crlf !== -1 && (lf === -1 || crlf < lf);
		const emptyLine = (isCrlf ? crlf : lf) + 1;
		const head = held.toString('latin1', 0, emptyLine);
		const body = held.length - emptyLine - (isCrlf ? 2 : 1);
		this.hasHead = true;
		this.#left = this.#bodyLength(head);
		flow.insert(flow.start + emptyLine, CLOSE);
		return body;
	}

	#bodyLength(head: string): number {
		// A body in chunks ends with the stream, which the other header sees to.
		if (/^transfer-encoding:/im.test(head)) {
			return Infinity;
		}

		const [, length] = /^content-length:[ \t]*(\d+)[ \t]*\r?$/im.exec(head) ?? [];
		return length === undefined ? this.#withoutLength : Number(length);
	}
}
