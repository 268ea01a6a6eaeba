// A server of others as the rig uses it: its arguments. What it says is what dphttpd says, but for its
// waits and its calls, which nobody counts.
import {formatCpuList} from '../../../../programs/cpu-list.js';
import {MOST_ARGUMENT} from '../../../agent/protocol.js';
import {UsageError} from '../../../failure.js';
import type {OwnServer, OwnServers} from '../../../record/own-server.js';
import {type ServerSettings, workerArguments} from './dphttpd.js';
import {type Request, requestArguments} from './request.js';

/** What a server of others is started with. */
export type ForeignSettings = Omit<
	ServerSettings,
	'stksize' | 'receive' | 'reply' | 'security' | 'nodelay' | 'slow'
> & {
	/** It is the user's own. */
	readonly own: OwnServer | undefined;
	/** Seconds until it listens, at most. */
	readonly patience: number;
	/** What it is asked for, and how that is answered. */
	readonly request: Request;
	readonly status: string;
};

/** The arguments that tell of the user's own servers. @throws UsageError where they are too long. */
export function ownArguments(servers: OwnServers): string[] {
	const text = JSON.stringify(Object.entries(servers).map(([name, own]) => ({name, ...own})));
	if (text.length > MOST_ARGUMENT) {
		throw new UsageError(
			`the command lines of ${Object.keys(servers).join(', ')} have ${text.length} characters together, more than ${MOST_ARGUMENT}: put them into scripts`,
		);
	}

	return Object.keys(servers).length === 0 ? [] : [`--own=${text}`];
}

/** The arguments of a foreign server on any free port. */
export function foreignArguments(settings: ForeignSettings): string[] {
	const {mechanism, own, patience, request, status} = settings;
	return [
		...(own === undefined ? [] : ownArguments({[mechanism]: own})),
		...requestArguments('--path', request),
		...['--status', status, '--patience', String(patience)],
		...['--json', '--port', '0', '--address', settings.address],
		...['--server', settings.mechanism, '--maxfds', String(settings.maxfds)],
		...workerArguments(settings),
		...['--msgsize', String(settings.msgsize), '--cpus', formatCpuList(settings.cpus)],
		...(settings.backlog === undefined ? [] : ['--backlog', String(settings.backlog)]),
	];
}
