// How fast dead connections are opened: our deadconn and the C loop, in turn against one server.
import {setTimeout as sleep} from 'node:timers/promises';
import {foreignEvents} from '../programs/events/foreign.js';
import {readEvent} from '../programs/events/read-event.js';
import {type Round, compare} from './compare.js';
import type {DeadKind} from './dead.js';
import {cpuTimes, moveTo} from './machine.js';
import {type PairOptions, describePairs} from './options.js';
import type {Side} from './pairs.js';
import type {Program} from './program.js';
import type {ServerKind} from './servers.js';

const CLOSE_SECONDS = 10;

/** Of any server. */
const report = foreignEvents.report.pick({connections: true});

type DeadKey = 'open' | 'seconds' | 'clientUs';

/** Opens `options.dead` connections in every slice, with a fresh process. */
export async function compareDead(
	kinds: readonly [DeadKind, DeadKind],
	serverKind: ServerKind,
	options: PairOptions & {readonly dead: number},
): Promise<void> {
	moveTo(options.clientCpu);
	await compare({
		start: async () => startServer(kinds, serverKind, options),
		metrics: [{name: 'connections/s', digits: 0, of: ({open, seconds}) => open / seconds}],
		asides: [
			{
				name: 'CPU us/connection, its start included',
				digits: 2,
				of: ({open, clientUs}) => clientUs / open,
			},
		],
		setting:
			`${options.dead} dead connections to ${serverKind.name} a slice; ${describePairs(options)} a side; ` +
			`server on CPU ${options.serverCpu}, clients on CPU ${options.clientCpu}`,
		options,
	});
}

async function startServer(
	kinds: readonly [DeadKind, DeadKind],
	serverKind: ServerKind,
	options: PairOptions & {readonly dead: number},
): Promise<Round<DeadKey>> {
	const {program: server, port} = await serverKind.start({
		cpu: options.serverCpu,
		dead: options.dead,
	});
	const target = {port, count: options.dead, cpu: options.clientCpu};
	const side = (kind: DeadKind): Side<DeadKey> => ({
		name: kind.name,
		slice: async () => {
			const {program, open, seconds} = await kind.open(target);
			const clientUs = cpuTimes(program.pid).used;
			await until(server, ({now}) => now === open);
			await program.stop();
			await until(server, ({now}) => now === 0);
			return {open, seconds, clientUs};
		},
	});
	return {
		sides: [side(options.floor ? kinds[1] : kinds[0]), side(kinds[1])],
		end: async () => {
			await server.stop();
		},
	};
}

/** Waits until the server says that its connections are as they should be. */
async function until(
	server: Program,
	isReached: (connections: {now: number}) => boolean,
): Promise<void> {
	const deadline = Date.now() + CLOSE_SECONDS * 1000;
	for (;;) {
		const {connections} = readEvent(report, server.name, await server.report());
		if (isReached(connections)) {
			return;
		}

		if (Date.now() > deadline) {
			throw new Error(
				`${server.name} has ${connections.now} connections, which are not those that were opened`,
			);
		}

		await sleep(10);
	}
}
