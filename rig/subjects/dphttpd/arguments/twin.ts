// The C twins of dphttpd, deadconn and httperf (bench/twins) as the rig uses them: what they can do, and their arguments.
import {UsageError} from '../../../failure.js';
import {type DphttpdLevels, factors, isToCompletion} from '../factors.js';
import {CONNECTIONS_PER_SOURCE} from './deadconn.js';

/** What it has: a file for each kind. */
const files: Readonly<Record<string, string>> = {
	poll: 'dphttpd',
	epoll: 'dphttpd',
	io_uring: 'dphttpd-ring',
};

/** What it has one way of: dphttpd's default. */
const fixed = [
	'msgsize',
	'backlog',
	'workers',
	'listener',
	'receive',
	'reply',
	'security',
	'nodelay',
	'arrival',
] as const;

/** @throws UsageError where it cannot be what is asked for. */
export function refuseForTwin(levels: DphttpdLevels): void {
	const {mechanism} = levels;
	const lacks = [
		...(mechanism in files ? [] : [`mechanism ${mechanism}`]),
		...fixed
			.filter(name => levels[name] !== factors[name].default)
			.map(name => `${name}=${levels[name]}`),
	];
	if (lacks.length > 0) {
		throw new UsageError(
			`the C twin of dphttpd has no ${lacks.join(', no ')}: --set code=typescript measures dphttpd itself`,
		);
	}
}

/** The program of the agent's, and its arguments: any free port of 127.0.0.1, and the order of work of ours. */
export function twinCommand(
	mechanism: string,
	slow: number | undefined,
): {program: string; args: string[]} {
	const file = files[mechanism] ?? 'dphttpd';
	const wasted = slow === undefined ? [] : [String(slow)];
	return {
		program: `${file}-twin`,
		args: file === 'dphttpd' ? [mechanism, '0', 'phased', ...wasted] : ['0', ...wasted],
	};
}

/** The same of deadconn's twin, for the part of a population that stands at `place`. */
export function deadTwinCommand(
	port: number,
	dead: number,
	place: number,
): {program: string; args: string[]} {
	const sources = Math.ceil(dead / CONNECTIONS_PER_SOURCE);
	return {program: 'deadconn-twin', args: [port, dead, sources, place].map(String)};
}

/** What the load's twin has one way of: httperf's default. */
const fixedLoad = ['offered', 'reuse', 'path', 'header', 'status'] as const;

/**
 * Whether the load is httperf's twin, whose rounds have each turn of the server answer all connections: for
 * a guest that counts instructions, whose times are virtual anyway.
 */
export function isLoadInRounds(levels: DphttpdLevels, countsInstructions: boolean): boolean {
	return (
		countsInstructions &&
		levels.code === 'c' &&
		levels.mechanism in files &&
		!isToCompletion(levels) &&
		fixedLoad.every(name => levels[name] === factors[name].default)
	);
}

/** The program of the agent's, and its arguments; `pid` is the server's. */
export function loadTwinCommand(
	port: number,
	pid: number,
	{connections, warmup, duration}: DphttpdLevels,
): {program: string; args: string[]} {
	return {program: 'httperf-twin', args: [port, connections, warmup, duration, pid].map(String)};
}
