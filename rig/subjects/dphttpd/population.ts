// The dead population, as the server and the client count it.
import {setTimeout as delay} from 'node:timers/promises';
import type {RemoteProgram} from '../../hosts/remote-program.js';
import {deadReport} from '../../programs/deadconn.js';
import {type ServerReport, serverReport} from '../../programs/dphttpd.js';
import {readEvent} from '../../programs/events.js';
import type {Population} from './observation.js';

/** How long the counts may take to become what they should be: closes and accepts are under way. */
const SETTLE_MS = 3000;
const STEP_MS = 20;

/** The counts while `active` connections are under load. */
export async function populationUnderLoad(
	server: ServerReport,
	deadconn: RemoteProgram | undefined,
	active: number,
	signal: AbortSignal,
): Promise<Population> {
	return {server: server.connections.now - active, client: await openOf(deadconn, signal)};
}

/**
 * The counts once they are `dead` on both sides, or as they are when SETTLE_MS have passed: a gate
 * judges them. Active connections must be closed.
 */
export async function settledPopulation(
	server: RemoteProgram,
	deadconn: RemoteProgram | undefined,
	dead: number,
	signal: AbortSignal,
): Promise<Population> {
	const until = performance.now() + SETTLE_MS;
	for (;;) {
		const [onServer, client] = await Promise.all([server.report(signal), openOf(deadconn, signal)]);
		const population = {
			server: readEvent(serverReport, 'dphttpd', onServer).connections.now,
			client,
		};
		if ((population.server === dead && population.client === dead) || performance.now() >= until) {
			return population;
		}

		await delay(STEP_MS);
	}
}

async function openOf(deadconn: RemoteProgram | undefined, signal: AbortSignal): Promise<number> {
	return deadconn === undefined
		? 0
		: readEvent(deadReport, 'deadconn', await deadconn.report(signal)).open;
}
