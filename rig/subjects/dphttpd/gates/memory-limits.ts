// Memory ran short: pages were reclaimed or swapped while the clock ran.
import {describeGrowth} from '../growth.js';
import type {DphttpdGate} from '../judged.js';

export default {
	watches:
		"growth of the cgroup's memory.events (version 1: memory.failcnt) and of swapped pages (/proc/vmstat) under the load",
	check({detail: {kernel}}) {
		const grown = describeGrowth(kernel, ['CgroupMemoryEvents', 'SwappedPages']);
		return grown && `memory ran short: ${grown}`;
	},
} satisfies DphttpdGate;
