// Memory: the kernel's for the ends of an idle connection that are here, and the programs' own.
import {endsOf, type Limit} from '../../../site/budget/limit.js';

/** Measured on 6.18 with some to spare: 9.6 KiB of slab for both ends, and what the programs keep. */
const BYTES_PER_END = 6.5 * 1024;
/** The rig, its agent, the server and the clients, each a process of node. */
const PROGRAMS_BYTES = 512 * 1024 ** 2;

export default {
	name: 'available memory (bytes)',
	isShared: true,
	budget(demand) {
		const each = endsOf(demand) * BYTES_PER_END;
		const value = demand.facts.memory.availableBytes;
		return {value, base: PROGRAMS_BYTES + demand.active * each, each};
	},
	remedy: needed =>
		`end other programs, or raise the memory limit of this cgroup or machine, until ${Math.ceil(needed / 1024 ** 2)} MiB are free`,
} satisfies Limit;
