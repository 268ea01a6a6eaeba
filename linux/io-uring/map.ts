// Sets an io_uring up and maps its rings (io_uring_setup(2)).
import {readFileSync} from 'node:fs';
import {EINVAL} from '../errno.js';
import * as libc from '../libc.js';
import {type Memory, allocate} from '../memory.js';
import {SystemError, check} from '../system-error.js';
import * as abi from './abi.js';

const PROT_READ_WRITE = 3;
const MAP_SHARED_POPULATE = 0x8001;

/** A ring's mapping. Positions of the ring's own variables are indices into `words`. */
export type MappedRing = {
	readonly fd: number;
	/** The set-up flags that this kernel took. */
	readonly flags: number;
	/** What this kernel can do (IORING_FEAT_…). */
	readonly features: number;
	readonly words: Int32Array;
	readonly sqes: Int32Array;
	readonly sqHead: number;
	readonly sqTail: number;
	readonly sqMask: number;
	readonly sqEntries: number;
	readonly sqFlags: number;
	readonly cqHead: number;
	readonly cqTail: number;
	readonly cqMask: number;
	readonly cqes: number;
	[Symbol.dispose](): void;
};

/** A ring as large as any that our programs open: what it takes of limits is what they take. */
const PROBED = {submissions: 4096, completions: 16_384};

/**
 * How a ring is set up: `deferred`, as well as the kernel can; `plain`, so that completions come when they
 * come; or with a thread of the kernel's that takes submissions, on the processor `polledOn` if that is told.
 */
export type RingManner = 'deferred' | 'plain' | {readonly polledOn: number | undefined};

/** How long such a thread looks for submissions before it sleeps, in milliseconds. */
const POLL_MS = 50;

/** From the best set-up to the plainest: a kernel refuses flags that it does not know. */
const deferred = [
	abi.IORING_SETUP_SUBMIT_ALL | abi.IORING_SETUP_SINGLE_ISSUER | abi.IORING_SETUP_DEFER_TASKRUN,
	abi.IORING_SETUP_SUBMIT_ALL | abi.IORING_SETUP_SINGLE_ISSUER | abi.IORING_SETUP_COOP_TASKRUN,
	abi.IORING_SETUP_SUBMIT_ALL | abi.IORING_SETUP_COOP_TASKRUN,
	0,
];

/**
 * Opens and maps a ring.
 * @throws SystemError where the kernel refuses; Error where it is too old, with the version needed.
 */
export function mapRing(
	entries: number,
	completions: number,
	manner: RingManner = 'deferred',
): MappedRing {
	const {fd, flags, params} = setUp(entries, completions, manner);
	const field = (name: keyof typeof abi.params) => params.i32[abi.params[name] >> 2] as number;
	const needed = abi.IORING_FEAT_SINGLE_MMAP | abi.IORING_FEAT_NODROP | abi.IORING_FEAT_EXT_ARG;
	if ((field('features') & needed) !== needed) {
		libc.close(fd);
		throw new Error('io_uring here lacks timed waits (IORING_FEAT_EXT_ARG): Linux 5.11 has them');
	}

	const ringBytes = Math.max(
		field('sqArray') + field('sqEntries') * 4,
		field('cqCqes') + field('cqEntries') * abi.CQE_WORDS * 4,
	);
	const sqesBytes = field('sqEntries') * abi.SQE_WORDS * 4;
	const ring = map(fd, ringBytes, abi.IORING_OFF_SQ_RING);
	const sqes = map(fd, sqesBytes, abi.IORING_OFF_SQES);
	const words = new Int32Array(libc.viewOf(ring, ringBytes & ~3));
	// The queue of indices is the identity, once and for all.
	for (let index = 0; index < field('sqEntries'); index++) {
		words[(field('sqArray') >> 2) + index] = index;
	}

	return {
		fd,
		flags,
		features: field('features'),
		words,
		sqes: new Int32Array(libc.viewOf(sqes, sqesBytes)),
		sqHead: field('sqHead') >> 2,
		sqTail: field('sqTail') >> 2,
		sqMask: words[field('sqRingMask') >> 2] as number,
		sqEntries: field('sqEntries'),
		sqFlags: field('sqFlags') >> 2,
		cqHead: field('cqHead') >> 2,
		cqTail: field('cqTail') >> 2,
		cqMask: words[field('cqRingMask') >> 2] as number,
		cqes: field('cqCqes') >> 2,
		[Symbol.dispose]() {
			libc.munmap(sqes, sqesBytes);
			libc.munmap(ring, ringBytes);
			libc.close(fd);
		},
	};
}

/** Why no ring can be opened here, for people; undefined where one can. */
export function whyNoRing(): string | undefined {
	return whyNot(() => undefined);
}

/** Why completions of what succeeds cannot be left out (IOSQE_CQE_SKIP_SUCCESS) here, or whyNoRing. */
export function whyNoSkippedCompletions(): string | undefined {
	return whyNot(features =>
		(features & abi.IORING_FEAT_CQE_SKIP) === 0
			? 'io_uring here cannot leave out completions (IORING_FEAT_CQE_SKIP): Linux 5.17 can'
			: undefined,
	);
}

function whyNot(lack: (features: number) => string | undefined): string | undefined {
	try {
		using ring = mapRing(PROBED.submissions, PROBED.completions);
		return lack(ring.features);
	} catch (error) {
		return error instanceof SystemError ? explain(error) : (error as Error).message;
	}
}

function setUp(
	entries: number,
	completions: number,
	manner: RingManner,
): {fd: number; flags: number; params: Memory} {
	const setups = setupsOf(manner);
	for (const setup of setups) {
		const params = allocate(abi.PARAMS_BYTES);
		if (typeof manner === 'object') {
			params.i32[abi.params.sqThreadCpu >> 2] = manner.polledOn ?? 0;
			params.i32[abi.params.sqThreadIdle >> 2] = POLL_MS;
		}

		const flags = setup | abi.IORING_SETUP_CQSIZE | abi.IORING_SETUP_CLAMP;
		params.i32[abi.params.flags >> 2] = flags;
		params.i32[abi.params.cqEntries >> 2] = completions;
		const fd = libc.syscall(abi.SYS_io_uring_setup, entries, params.address, 0, 0, 0, 0);
		if (fd !== -1) {
			return {fd, flags, params};
		}

		const errno = libc.errno();
		if (errno !== EINVAL || setup === setups.at(-1)) {
			throw new SystemError('io_uring_setup', errno);
		}
	}

	throw new Error('unreachable: the plainest set-up either works or throws');
}

function setupsOf(manner: RingManner): readonly number[] {
	if (typeof manner === 'string') {
		return manner === 'deferred' ? deferred : [0];
	}

	const polled =
		abi.IORING_SETUP_SQPOLL | (manner.polledOn === undefined ? 0 : abi.IORING_SETUP_SQ_AFF);
	return [polled | abi.IORING_SETUP_SUBMIT_ALL | abi.IORING_SETUP_SINGLE_ISSUER, polled];
}

function map(fd: number, bytes: number, offset: number): libc.Address {
	return check(libc.mmap(0, bytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, offset), 'mmap');
}

function explain(error: SystemError): string {
	switch (error.code) {
		case 'ENOSYS': {
			return `${error.message}: this kernel was built without io_uring, or a sandbox hides it`;
		}

		case 'EPERM': {
			return `${error.message}: ${explainForbidden(disabled())}`;
		}

		case 'ENOMEM': {
			return `${error.message}: RLIMIT_MEMLOCK is too small for a ring (kernels up to 5.11), or the control group has no memory left; raise it with ulimit -l, or memory.max`;
		}

		default: {
			return error.message;
		}
	}
}

/** Who forbids io_uring, and what allows it: `setting` is that of kernel.io_uring_disabled (sysctl/kernel.rst). */
export function explainForbidden(setting: string | undefined): string {
	switch (setting) {
		case '1': {
			return `kernel.io_uring_disabled is 1, so that only members of kernel.io_uring_group and CAP_SYS_ADMIN may; sysctl -w kernel.io_uring_disabled=0 allows it to all, sysctl -w kernel.io_uring_group=GID to a group`;
		}

		case '2': {
			return 'kernel.io_uring_disabled is 2, off for all; sysctl -w kernel.io_uring_disabled=0 allows it';
		}

		default: {
			return 'a sandbox forbids it: its seccomp profile must allow io_uring_setup, io_uring_enter and io_uring_register (podman and docker: --security-opt seccomp=PROFILE.json, or seccomp=unconfined)';
		}
	}
}

function disabled(): string | undefined {
	try {
		return readFileSync('/proc/sys/kernel/io_uring_disabled', 'utf8').trim();
	} catch {
		return undefined; // Before Linux 6.6.
	}
}
