// A server of others as the rig uses it: its arguments. What it says is what dphttpd says, but for its
// waits and its calls, which nobody counts.
import {formatCpuList} from '../../../../programs/cpu-list.js';
import type {ServerSettings} from './dphttpd.js';

/** The arguments of a foreign server on any free port. */
export function foreignArguments(
	settings: Omit<ServerSettings, 'stksize' | 'receive' | 'workers' | 'listener' | 'slow'>,
): string[] {
	return [
		...['--json', '--port', '0', '--address', settings.address],
		...['--server', settings.mechanism, '--maxfds', String(settings.maxfds)],
		...['--msgsize', String(settings.msgsize), '--cpus', formatCpuList(settings.cpus)],
		...(settings.backlog === undefined ? [] : ['--backlog', String(settings.backlog)]),
	];
}
