// Servers of the user's own on the command line: --server, and --attach with what its processes are.
import {execaSync} from 'execa';
import {UsageError} from '../failure.js';
import type {OwnServer, OwnServers} from '../record/own-server.js';

/** Whose processor time and memory are those of a server that runs already: one of the three. */
type Processes = {
	readonly pid?: number | undefined;
	readonly unit?: string | undefined;
	readonly cgroup?: string | undefined;
};

/** Of one that runs already and is given no name. */
const ATTACHED = 'attached';

/** What they are, by name; undefined where there is none. @throws UsageError that shows how they are given. */
export function readServers({
	server: started = [],
	attach,
	pid,
	unit,
	cgroup,
}: {
	readonly server?: readonly string[] | undefined;
	readonly attach?: string | undefined;
} & Processes): OwnServers | undefined {
	const processes = {pid, unit, cgroup};
	const given = Object.values(processes).filter(each => each !== undefined);
	if (given.length !== (attach === undefined ? 0 : 1)) {
		throw new UsageError(
			'--attach HOST:PORT and one of --pid N, --unit NAME and --cgroup PATH go together: they say whose processor time and memory are measured (ss -ltnp lists who listens)',
		);
	}

	const servers = [
		...started.map(readStarted),
		...(attach === undefined ? [] : [readAttached(attach, processes)]),
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

function readAttached(text: string, processes: Processes): [string, OwnServer] {
	const [, name = ATTACHED, place] =
		/^(?:([\w.-]+)=)?((?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5})$/i.exec(text) ?? [];
	if (place === undefined) {
		throw new UsageError(
			`--attach ${text} is no host and port, as in 127.0.0.1:8080 or [::1]:8080`,
		);
	}

	const {pid, unit, cgroup} = processes;
	if (pid === undefined) {
		return [name, {attach: place, cgroup: cgroup ?? groupOf(unit ?? '')}];
	}

	if (!Number.isSafeInteger(pid) || pid < 2) {
		throw new UsageError(`--pid ${pid} is no process`);
	}

	return [name, {attach: place, pid}];
}

/** The control group that a unit of systemd runs in. @throws UsageError where it does not run. */
function groupOf(unit: string): string {
	const asked = execaSync('systemctl', ['show', '--property=ControlGroup', '--value', '--', unit], {
		reject: false,
	});
	// Of a unit that does not run systemd knows none, and that is no error.
	if (asked.failed || !asked.stdout.startsWith('/')) {
		const why = asked.message ?? `systemctl status ${unit} tells whether it runs`;
		throw new UsageError(`--unit ${unit} has no control group: ${why.replaceAll('\n', ' ')}`);
	}

	return asked.stdout;
}
