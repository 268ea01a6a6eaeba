// The network block device's numbers, as linux/nbd.h and NBD's doc/proto.md have them. All that goes
// over the wire is big-endian.

/** The greeting of the server, and how each option of the client begins ("NBDMAGIC", "IHAVEOPT"). */
export const GREETING = [0x4e42_444d, 0x4147_4943] as const;
export const OPTION_MAGIC = [0x4948_4156, 0x454f_5054] as const;
/** How each reply to an option begins. */
export const OPTION_REPLY_MAGIC = [0x0003_e889, 0x0455_65a9] as const;
export const REQUEST_MAGIC = 0x2560_9513;
export const SIMPLE_REPLY_MAGIC = 0x6744_6698;
export const CHUNK_MAGIC = 0x668e_33ef;

/** Bytes of what is of fixed length. */
export const GREETING_BYTES = 18;
export const OPTION_BYTES = 16;
export const OPTION_REPLY_BYTES = 20;
export const REQUEST_BYTES = 28;
export const SIMPLE_REPLY_BYTES = 16;
export const CHUNK_BYTES = 20;
/** What a chunk with data has before them: their offset. */
export const CHUNK_OFFSET_BYTES = 8;

/** Handshake flags, of both sides. */
export const FIXED_NEWSTYLE = 1;
export const NO_ZEROES = 2;

export const OPTION = {
	exportName: 1,
	abort: 2,
	list: 3,
	startTls: 5,
	info: 6,
	go: 7,
	structuredReply: 8,
} as const;

export const OPTION_REPLY = {
	ack: 1,
	server: 2,
	info: 3,
	unsupported: 0x8000_0001,
	invalid: 0x8000_0003,
	tlsRequired: 0x8000_0005,
} as const;

/** What OPTION_REPLY.info can tell of. */
export const INFO = {export: 0, blockSize: 3} as const;

/** Transmission flags. */
export const HAS_FLAGS = 1;
export const SEND_FLUSH = 4;
export const CAN_MULTI_CONN = 1 << 8;

export const COMMAND = {read: 0, write: 1, disconnect: 2, flush: 3} as const;

/** Flags and types of a chunk. */
export const CHUNK_DONE = 1;
export const CHUNK = {none: 0, data: 1} as const;
/** From here on a type is that of an error. */
export const CHUNK_ERROR = 0x8000;

/** The most bytes of a request that every server takes. */
export const MOST_BYTES = 32 * 1024 ** 2;
