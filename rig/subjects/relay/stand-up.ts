// A relay with its origin, the wire between them and its dead connections: what stands before a load.
import {Failure} from '../../failure.js';
import {findOption, isForeign} from '../../record/option.js';
import type {RemoteProgram} from '../../site/remote-program.js';
import {LOOPBACK} from '../../site/loopback.js';
import {serverOf} from '../../site/setting.js';
import {deadArguments, deadFailed, deadReady} from '../dphttpd/arguments/deadconn.js';
import {usualRequest} from '../dphttpd/arguments/request.js';
import {serverReady} from '../dphttpd/arguments/dphttpd.js';
import {readEvent} from '../events.js';
import type {ResolvedPoint, Stage} from '../subject.js';
import {
	type Endpoint,
	foreignArguments,
	foreignReady,
	originArguments,
	relayArguments,
	relayReady,
	wireArguments,
	wireReady,
} from './arguments.js';
import {levelsOf, type RelayLevels} from './factors.js';

/** Room for what is not dead. */
const SPARE_CONNECTIONS = 64;

/** What stands. */
export type Standing = {
	readonly levels: RelayLevels;
	readonly relay: RemoteProgram;
	readonly endpoint: Endpoint;
	/** Undefined on loopback. */
	readonly wire: RemoteProgram | undefined;
	/** All that may end before a load does. */
	readonly programs: readonly RemoteProgram[];
};

/** Starts all of it, one after the other, each once the one before is ready. */
export async function standUp(
	{levels: given, build, options}: ResolvedPoint,
	stage: Stage,
): Promise<Standing> {
	const levels = levelsOf(given);
	const {hosts, address, topology, bounds, signal} = stage.setting;
	const host = serverOf(hosts, build);
	const programs: RemoteProgram[] = [];
	const start = async (name: string, args: readonly string[]) => {
		const program = await host.start(name, args);
		stage.programs.push(program);
		programs.push(program);
		return {program, line: await program.waitFor(['ready'], bounds.ready, signal)};
	};
	const maxfds = levels.dead + levels.connections + SPARE_CONNECTIONS;
	const path =
		levels.delay > 0 ? await start('wire', wireArguments(levels, topology.dead)) : undefined;
	// What is sent to the far end comes back to this host's own address, where the origin listens.
	const ends = path ? readEvent(wireReady, 'wire', path.line) : {address: LOOPBACK, peer: LOOPBACK};
	const origin = await start(
		'dphttpd',
		originArguments(levels, {address: ends.address, maxfds, cpus: topology.dead}),
	);
	const {port} = readEvent(serverReady, 'dphttpd', origin.line);
	const place = {
		...{address, maxfds, cpus: topology.server},
		origin: {address: ends.peer, port},
	};
	const option = findOption(options['mechanism'] ?? [], levels.mechanism);
	const isOfOthers = option !== undefined && isForeign(option);
	const relay = isOfOthers
		? await start('foreign', foreignArguments(levels, place))
		: await start('relay', relayArguments(levels, place));
	const ready = isOfOthers
		? {...readEvent(foreignReady, 'foreign', relay.line), policy: levels.policy}
		: readEvent(relayReady, 'relay', relay.line);
	if (ready.mechanism !== levels.mechanism || ready.policy !== levels.policy) {
		throw new Failure(`${relay.program.name} runs ${ready.policy} with ${ready.mechanism}`);
	}

	const endpoint = {address, port: ready.port};
	const standing = {levels, relay: relay.program, endpoint, wire: path?.program, programs};
	await openDead(standing, stage);
	return standing;
}

async function openDead(
	{levels: {dead}, endpoint}: Standing,
	{setting: {hosts, bounds, signal}, programs}: Stage,
): Promise<void> {
	const [place] = hosts.dead;
	if (dead === 0 || place === undefined) {
		return;
	}

	const {host, cpus, sources} = place;
	const deadconn = await host.start(
		'deadconn',
		deadArguments({
			...{...endpoint, dead, cpus, sources},
			...{idle: 'unterminated', request: usualRequest, status: '2xx'},
		}),
	);
	programs.push(deadconn);
	const bound = bounds.ready + dead * bounds.perDead;
	const line = await deadconn.waitFor(['ready', 'failed'], bound, signal);
	if (line['event'] === 'failed') {
		const {open, of, limit, value, needed, remedy} = readEvent(deadFailed, 'deadconn', line);
		throw new Failure(
			`deadconn opened ${open} of ${of} connections: ${limit} is ${value}, needed are ${needed}; ${remedy}`,
		);
	}

	readEvent(deadReady, 'deadconn', line);
}
