// Memory: the kernel's for both ends of an idle connection, and the programs' own.
import type {Limit} from '../../../budget/limit.js';

/** Measured on 6.18 with some to spare: 9.6 KiB of slab for both ends, and what the programs keep. */
const BYTES_PER_CONNECTION = 13 * 1024;
/** The rig, its agent, the server and the clients, each a process of node. */
const PROGRAMS_BYTES = 512 * 1024 ** 2;

export default {
	name: 'available memory (bytes)',
	isShared: true,
	budget: ({facts, active}) => ({
		value: facts.memory.availableBytes,
		base: PROGRAMS_BYTES + active * BYTES_PER_CONNECTION,
		each: BYTES_PER_CONNECTION,
	}),
	remedy: needed =>
		`end other programs, or raise the memory limit of this cgroup or machine, until ${Math.ceil(needed / 1024 ** 2)} MiB are free`,
} satisfies Limit;
