// One HTTP/1.x reply in progress: how far it has come, and what it consisted of.

// States, in the order of a reply. Small integers: V8 compares them as such.
export const STATUS_LINE = 0;
export const LINE_START = 1;
export const FIELD_NAME = 2;
export const LENGTH = 3;
export const CODING = 4;
export const PERSISTENCE = 5;
export const SKIP_LINE = 6;
export const HEADER_END = 7;
export const BODY = 8;
export const BODY_UNTIL_CLOSE = 9;
export const CHUNK_SIZE = 10;
export const CHUNK_EXTENSION = 11;
export const CHUNK = 12;
export const CHUNK_END = 13;
export const TRAILER_START = 14;
export const TRAILER_LINE = 15;
/** The reply is complete. */
export const DONE = 16;
/** What came is no HTTP reply. */
export const MALFORMED = 17;

/** Makes an ASCII letter lower case; leaves '-', ':', '/' and digits as they are. */
export const LOWER_CASE = 0x20;

const NOTHING: Uint8Array = new Uint8Array();

/** Of {@link Reply.left}: no length is known. */
export const NO_LENGTH = -1;
/** Chunks and bodies beyond this are no replies to a load generator's request. */
export const MAX_LENGTH = 2 ** 48;

/** One reply in progress. It is reused: {@link startReply} clears it. */
export class Reply {
	state = STATUS_LINE;
	status = 0;
	/** Bytes of the status line and the header, of the content, and of the trailer section. */
	headerBytes = 0;
	contentBytes = 0;
	footerBytes = 0;
	/** Interim replies (1xx) that came before it. */
	interim = 0;
	/** Characters of the current element that have been seen. */
	matched = 0;
	/** The field's name, or its value, that the current one may have. */
	candidate = NOTHING;
	/** Bytes to come, of the body or of the chunk. */
	left = NO_LENGTH;
	chunked = false;
	/** Whether the server ends the connection with it. */
	closes = false;
}

/** Prepares `reply` for the next one. */
export function startReply(reply: Reply): void {
	reply.state = STATUS_LINE;
	reply.status = 0;
	reply.headerBytes = 0;
	reply.contentBytes = 0;
	reply.footerBytes = 0;
	reply.interim = 0;
	reply.matched = 0;
	reply.left = NO_LENGTH;
	reply.chunked = false;
	reply.closes = false;
}
