// A server that runs already: it is looked at, and neither started nor ended.
import {ControlGroup} from '../../linux/control-group.js';
import {descendantsOf, untilGone, usageOf} from '../../linux/process-tree.js';
import type {Attached} from './kind.js';
import type {Running} from './running.js';

/** Watches it from now on. @throws Error where its control group is gone. */
export function attach({attached}: Attached): Running {
	const {address, port} = attached;
	return {
		...{address, port, isAttached: true},
		...('pid' in attached ? watchTree(attached.pid) : watchGroup(attached.cgroup)),
		words: () => [],
		stop: async () => Promise.resolve(),
	};
}

/** What is seen of its processes. */
type Watched = Pick<Running, 'ended' | 'usage' | 'children'>;

function watchTree(pid: number): Watched {
	return {
		ended: untilGone(pid).then(() => `process ${pid} is gone`),
		usage: () => usageOf([pid, ...descendantsOf(pid)]),
		children: () => descendantsOf(pid),
	};
}

function watchGroup(path: string): Watched {
	const group = new ControlGroup(path);
	return {
		ended: group.untilEmpty().then(() => `no process is left in the control group ${path}`),
		usage: () => group.usage(),
		children: () => group.usage().pids,
	};
}
