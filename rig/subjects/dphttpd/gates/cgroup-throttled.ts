// The control group had used up its share of the processors: the rate is that of the limit.
import type {DphttpdGate} from '../judged.js';

export default {
	watches:
		"time in which the cgroup was throttled (cpu.stat: throttled_usec, or version 1's throttled_time)",
	spoils: 'pace',
	isPassing: true,
	check({detail: {kernel}}) {
		const us = kernel['CgroupThrottledUs'] ?? 0;
		return us > 0
			? `the cgroup was throttled for ${Math.round(us / 1000)} ms: raise its cpu.max (version 1: cpu.cfs_quota_us)`
			: undefined;
	},
} satisfies DphttpdGate;
