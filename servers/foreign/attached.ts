// A server that runs already: it is looked at, and neither started nor ended.
import {descendantsOf, untilGone, usageOf} from '../../linux/process-tree.js';
import type {Attached} from './kind.js';
import type {Running} from './running.js';

/** Watches it from now on. */
export function attach({attached: {address, port, pid}}: Attached): Running {
	return {
		...{address, port, isAttached: true},
		ended: untilGone(pid).then(() => `process ${pid} is gone`),
		usage: () => usageOf([pid, ...descendantsOf(pid)]),
		children: () => descendantsOf(pid),
		words: () => [],
		stop: async () => Promise.resolve(),
	};
}
