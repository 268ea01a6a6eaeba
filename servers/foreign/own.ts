// A person's own server: a command line, or one that runs already.
import {parseArgsStringToArgv} from 'string-argv';
import {isAddress} from '../../linux/address.js';
import {ControlGroup} from '../../linux/control-group.js';
import type {Probe} from '../../linux/poller.js';
import {describeFiles, findProgram} from './command-files.js';
import type {Attached, Command, ForeignKind, Processes} from './kind.js';

/** What is told of it, as JSON: one of both. */
export type Own =
	| {
			readonly name: string;
			/** `{port}`, `{tls-port}` and `{address}` stand for where it is to listen. */
			readonly command: string;
			/** That it is started in. */
			readonly folder: string;
	  }
	| ({
			readonly name: string;
			/** HOST:PORT */
			readonly attach: string;
	  } & Processes);

/** Reads what is told: one, or a list of them. @throws Error that says how it should look. */
export function readOwn(text: string): Own[] {
	return [parse(text)].flat().map(each => ownOf(each, text));
}

function ownOf(said: unknown, text: string): Own {
	const {
		name,
		command,
		folder = process.cwd(),
		attach,
		pid,
		cgroup,
	} = (said ?? {}) as Record<string, unknown>;
	if (typeof name === 'string') {
		if (typeof command === 'string' && typeof folder === 'string') {
			return {name, command, folder};
		}

		if (typeof attach === 'string' && Number.isSafeInteger(pid) && Number(pid) > 0) {
			return {name, attach, pid: Number(pid)};
		}

		if (typeof attach === 'string' && typeof cgroup === 'string') {
			return {name, attach, cgroup};
		}
	}

	throw new Error(
		`--own ${text} is no server, as in '{"name":"mine","command":"./server -p {port}"}' or '{"name":"mine","attach":"127.0.0.1:80","pid":7}'`,
	);
}

/** It as a server like any. */
export function moduleOfOwn(own: Own): ForeignKind | Attached {
	return 'command' in own ? startedBy(own) : attachedTo(own);
}

function startedBy({name, command, folder}: Extract<Own, {command: string}>): ForeignKind {
	const words = parseArgsStringToArgv(command);
	const [program] = words;
	return {
		startsIn: folder,
		needsFreePort: true,
		speaksTls: command.includes('{tls-port}'),
		probe(): Probe {
			if (program === undefined) {
				return {ok: false, reason: `the command line of ${name} is empty`};
			}

			return findProgram(program, folder) === undefined
				? {
						ok: false,
						reason: `there is no program ${program} ${program.includes('/') ? `in ${folder}` : 'on the PATH'}: check the command line of ${name}, ${command}`,
					}
				: {ok: true, note: `${command} (${describeFiles(words, folder)})`};
		},
		prepare({address, port, tlsPort}) {
			return words.map(word =>
				word
					.replaceAll('{port}', String(port))
					.replaceAll('{tls-port}', String(tlsPort))
					.replaceAll('{address}', address),
			) as unknown as Command;
		},
	};
}

function attachedTo({name, attach, ...processes}: Extract<Own, {attach: string}>): Attached {
	const colon = attach.lastIndexOf(':');
	const host = attach.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
	const port = Number(attach.slice(colon + 1));
	const address = host === 'localhost' ? '127.0.0.1' : host;
	if (!isAddress(address) || !(port >= 1 && port <= 65_535)) {
		throw new Error(
			`${name} is to be at ${attach}, which is no address and port, as in 127.0.0.1:8080 or [::1]:8080`,
		);
	}

	return {
		attached: {address, port, ...processes},
		probe(): Probe {
			const pid = 'pid' in processes ? processes.pid : firstOf(processes.cgroup);
			if (typeof pid === 'string') {
				return {ok: false, reason: pid};
			}

			const group = 'cgroup' in processes ? `control group ${processes.cgroup}, ` : '';
			const program = findProgram(`/proc/${pid}/exe`, '/');
			return program === undefined
				? {
						ok: false,
						reason: `there is no process ${pid} here whose program can be read: give the one that runs ${name}, as its own user or as root (ss -ltnp lists who listens)`,
					}
				: {ok: true, note: `${attach}, ${group}process ${pid} (${describeFiles([program], '/')})`};
		},
	};
}

/** The busiest process of a control group, or why there is none. */
function firstOf(path: string): number | string {
	try {
		const [pid] = new ControlGroup(path).usage().pids;
		return pid ?? `the control group ${path} has no processes`;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
