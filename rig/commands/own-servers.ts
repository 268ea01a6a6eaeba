// Servers of the user's own on the command line: --server, and --attach with --pid.
import {UsageError} from '../failure.js';
import type {OwnServer, OwnServers} from '../record/own-server.js';

/** Of one that runs already and is given no name. */
const ATTACHED = 'attached';

/** What they are, by name; undefined where there is none. @throws UsageError that shows how they are given. */
export function readServers({
	server: started = [],
	attach,
	pid,
}: {
	readonly server?: readonly string[] | undefined;
	readonly attach?: string | undefined;
	readonly pid?: number | undefined;
}): OwnServers | undefined {
	if ((attach === undefined) !== (pid === undefined)) {
		throw new UsageError(
			'--attach HOST:PORT and --pid N go together: the processor time and the memory of that process and its children are measured (ss -ltnp lists who listens)',
		);
	}

	const servers = [
		...started.map(readStarted),
		...(attach === undefined || pid === undefined ? [] : [readAttached(attach, pid)]),
	];
	const names = servers.map(([name]) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	if (twice !== undefined) {
		throw new UsageError(`two servers are called ${twice}: give each a name of its own`);
	}

	return servers.length === 0 ? undefined : Object.fromEntries(servers);
}

function readStarted(text: string): [string, OwnServer] {
	const [, name, command] = /^([\w.-]+)=(.*\S.*)$/s.exec(text) ?? [];
	if (name === undefined || command === undefined) {
		throw new UsageError(
			`--server ${text} is no name and command line, as in --server node='node server.js {port}'; a name has letters, digits, _, . and -`,
		);
	}

	return [name, {command, folder: process.cwd()}];
}

function readAttached(text: string, pid: number): [string, OwnServer] {
	const [, name = ATTACHED, place] = /^(?:([\w.-]+)=)?([\w.-]+:\d{1,5})$/.exec(text) ?? [];
	if (place === undefined) {
		throw new UsageError(`--attach ${text} is no host and port, as in 127.0.0.1:8080`);
	}

	if (!Number.isSafeInteger(pid) || pid < 2) {
		throw new UsageError(`--pid ${pid} is no process`);
	}

	return [name, {attach: place, pid}];
}
