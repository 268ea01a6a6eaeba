// Other limits of the kernel's that connections met: what was measured is the limit.
import {limitCounters} from '../../../agent/limit-counters.js';
import {describeGrowth} from '../growth.js';
import type {DphttpdGate} from '../judged.js';

const watched = [...limitCounters, 'SoftnetDropped'];

export default {
	watches: `growth of ${watched.join(', ')} (/proc/net/netstat, softnet_stat) under the load`,
	check({detail: {kernel}}) {
		const grown = describeGrowth(kernel, watched);
		return grown && `the kernel met a limit: ${grown}`;
	},
} satisfies DphttpdGate;
