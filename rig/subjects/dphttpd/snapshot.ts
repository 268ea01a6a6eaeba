// What is read of a server and its kernel at one moment.
import type {RemoteProgram} from '../../site/remote-program.js';
import {serverReport} from './arguments/dphttpd.js';
import {readEvent} from '../events.js';
import type {MemoryUse, Snapshot} from './observation.js';
import type {Host} from '../../site/host.js';
import type {CellSetting} from '../../site/setting.js';

/** The kernels of both ends. */
export async function takeCounters({
	hosts: {server, load},
}: Pick<CellSetting, 'hosts'>): Promise<Pick<Snapshot, 'kernel' | 'clientKernel'>> {
	if (server === load) {
		return {kernel: await server.counters()};
	}

	const [kernel, clientKernel] = await Promise.all([server.counters(), load.counters()]);
	return {kernel, clientKernel};
}

/** The server, its kernel, and what the kernel counts of both ends. */
export async function takeSnapshot(
	server: RemoteProgram,
	load: RemoteProgram,
	setting: CellSetting,
): Promise<Snapshot> {
	const [report, kernels, ofServer, ofClient] = await Promise.all([
		reportOf(server, setting.signal),
		takeCounters(setting),
		server.counters({hardware: true}),
		load.counters(),
	]);
	return {server: report, ...kernels, process: {server: ofServer, client: ofClient}};
}

/** Memory of the server and of its kernel. */
export async function takeMemory(
	server: RemoteProgram,
	host: Host,
	signal: AbortSignal,
): Promise<MemoryUse> {
	const [{rss}, {slab}] = await Promise.all([reportOf(server, signal), host.counters()]);
	return {slab, rss};
}

/** What the server has counted so far. */
export async function reportOf(
	server: RemoteProgram,
	signal: AbortSignal,
): Promise<Snapshot['server']> {
	return readEvent(serverReport, server.name, await server.report(signal));
}
