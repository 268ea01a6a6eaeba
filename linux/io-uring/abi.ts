// The parts of io_uring's binary interface that we use (linux/io_uring.h), with the kernel each is of.

/** System call numbers: the same on every architecture. */
export const SYS_io_uring_setup = 425;
export const SYS_io_uring_enter = 426;
export const SYS_io_uring_register = 427;

/** io_uring_setup(2) flags. A thread of the kernel's takes submissions; on a processor of its own (5.11 as any user). */
export const IORING_SETUP_SQPOLL = 1 << 1;
export const IORING_SETUP_SQ_AFF = 1 << 2;
export const IORING_SETUP_CQSIZE = 1 << 3;
export const IORING_SETUP_CLAMP = 1 << 4;
/** 5.18: a bad request does not hold up those behind it. */
export const IORING_SETUP_SUBMIT_ALL = 1 << 7;
/** 5.19: completions wait until we enter the kernel, instead of interrupting us. */
export const IORING_SETUP_COOP_TASKRUN = 1 << 8;
/** 6.0: one thread submits. */
export const IORING_SETUP_SINGLE_ISSUER = 1 << 12;
/** 6.1: completion work runs when we ask for completions, and then alone. */
export const IORING_SETUP_DEFER_TASKRUN = 1 << 13;

/**
 * io_uring_params features: one mapping for both rings (5.4); no completion is dropped because their
 * queue is full (5.5); a timeout with enter (5.11); completions can be left out (5.17).
 */
export const IORING_FEAT_SINGLE_MMAP = 1 << 0;
export const IORING_FEAT_NODROP = 1 << 1;
export const IORING_FEAT_EXT_ARG = 1 << 8;
export const IORING_FEAT_CQE_SKIP = 1 << 11;

/** In the flags of the submission ring: its thread sleeps; completions wait outside of their queue. */
export const IORING_SQ_NEED_WAKEUP = 1 << 0;
export const IORING_SQ_CQ_OVERFLOW = 1 << 1;

/** io_uring_enter(2) flags. */
export const IORING_ENTER_GETEVENTS = 1 << 0;
export const IORING_ENTER_SQ_WAKEUP = 1 << 1;
export const IORING_ENTER_EXT_ARG = 1 << 3;

export const IORING_OFF_SQ_RING = 0;
export const IORING_OFF_SQES = 0x10000000;

/** Operations. */
export const IORING_OP_POLL_ADD = 6;
export const IORING_OP_ACCEPT = 13;
export const IORING_OP_ASYNC_CANCEL = 14;
export const IORING_OP_CONNECT = 16;
/** 5.6. */
export const IORING_OP_READ = 22;
export const IORING_OP_WRITE = 23;
export const IORING_OP_SEND = 26;
export const IORING_OP_RECV = 27;

/** Flags of a submission: take a provided buffer (5.7). */
export const IOSQE_BUFFER_SELECT = 1 << 5;
/** Completes without a word where it succeeds (5.17). */
export const IOSQE_CQE_SKIP_SUCCESS = 1 << 6;

/** Flags of operations: multishot poll (5.13), accept (5.19) and receive (6.0). */
export const IORING_POLL_ADD_MULTI = 1 << 0;
export const IORING_ACCEPT_MULTISHOT = 1 << 0;
export const IORING_RECV_MULTISHOT = 1 << 1;
/** 5.19: cancel all requests, of one descriptor. */
export const IORING_ASYNC_CANCEL_ALL = 1 << 0;
export const IORING_ASYNC_CANCEL_FD = 1 << 1;

/** Flags of a completion: it names a buffer; more of the same request will follow. */
export const IORING_CQE_F_BUFFER = 1 << 0;
export const IORING_CQE_F_MORE = 1 << 1;
export const IORING_CQE_BUFFER_SHIFT = 16;

/** io_uring_register(2): a descriptor that hears of completions; a ring of provided buffers (5.19). */
export const IORING_REGISTER_EVENTFD = 4;
export const IORING_REGISTER_PBUF_RING = 22;

/** struct io_uring_params: its size, and where its fields are, in bytes; sq… and cq… hold offsets. */
export const PARAMS_BYTES = 120;
export const params = {
	sqEntries: 0,
	cqEntries: 4,
	flags: 8,
	sqThreadCpu: 12,
	sqThreadIdle: 16,
	features: 20,
	sqHead: 40,
	sqTail: 44,
	sqRingMask: 48,
	sqFlags: 56,
	sqArray: 64,
	cqHead: 80,
	cqTail: 84,
	cqRingMask: 88,
	cqCqes: 100,
} as const;

/** 32-bit words of a struct io_uring_sqe and of a struct io_uring_cqe. */
export const SQE_WORDS = 16;
export const CQE_WORDS = 4;
