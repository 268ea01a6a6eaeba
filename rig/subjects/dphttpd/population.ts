// The dead population, as the server and the client count it.
import {setTimeout as delay} from 'node:timers/promises';
import type {RemoteProgram} from '../../site/remote-program.js';
import {deadReport} from './arguments/deadconn.js';
import {type ServerReport, serverReport} from './arguments/dphttpd.js';
import {readEvent} from '../events.js';
import type {Population} from './observation.js';

/** How long the counts may take to become what they should be: closes and accepts are under way. */
const SETTLE_MS = 3000;
const STEP_MS = 20;

/** The part of a dead population that one host holds. */
export type DeadPart = {
	readonly name: string;
	readonly deadconn: RemoteProgram;
	/** Its share. */
	readonly dead: number;
};

/**
 * The counts while `active` connections are under load. Those that still wait to be accepted are active
 * ones: a queue is served in its order, and before the load it was empty. A busy server may leave
 * them there for long: Node 20 accepts one in each turn of its loop.
 */
export async function populationUnderLoad(
	server: ServerReport,
	parts: readonly DeadPart[],
	active: number,
	signal: AbortSignal,
): Promise<Population> {
	const {now, waiting = 0} = server.connections;
	return {
		server: now + waiting - active,
		...heldByWorkers(server),
		...(await openOf(parts, signal)),
	};
}

/**
 * The counts once they are `dead` on both sides, or as they are when SETTLE_MS have passed: a gate
 * judges them. Active connections must be closed.
 */
export async function settledPopulation(
	server: RemoteProgram,
	parts: readonly DeadPart[],
	dead: number,
	signal: AbortSignal,
): Promise<Population> {
	const until = performance.now() + SETTLE_MS;
	for (;;) {
		const [onServer, clients] = await Promise.all([server.report(signal), openOf(parts, signal)]);
		const report = readEvent(serverReport, server.name, onServer);
		const population = {
			server: report.connections.now,
			...heldByWorkers(report),
			...clients,
		};
		if ((population.server === dead && population.client === dead) || performance.now() >= until) {
			return population;
		}

		await delay(STEP_MS);
	}
}

function heldByWorkers({workers}: ServerReport): Pick<Population, 'workers'> {
	const held = (workers ?? []).flatMap(({now}) => now ?? []);
	return held.length > 0 ? {workers: held} : {};
}

/** Over all hosts; and on each, where there are several. */
async function openOf(
	parts: readonly DeadPart[],
	signal: AbortSignal,
): Promise<Omit<Population, 'server'>> {
	const hosts = await Promise.all(
		parts.map(async ({name, deadconn, dead: of}) => ({
			name,
			open: readEvent(deadReport, 'deadconn', await deadconn.report(signal)).open,
			of,
		})),
	);
	const client = hosts.reduce((sum, {open}) => sum + open, 0);
	return new Set(hosts.map(({name}) => name)).size > 1 ? {client, hosts} : {client};
}
