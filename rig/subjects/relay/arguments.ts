// The programs of a relay's cell as the rig uses them: their arguments, and what they say.
import type {z} from 'zod';
import {formatCpuList} from '../../../programs/cpu-list.js';
import {relayEvents} from '../../../programs/events/relay.js';
import {wireEvents} from '../../../programs/events/wire.js';
import type {RelayLevels} from './factors.js';

/** Where something listens. */
export type Endpoint = {readonly address: string; readonly port: number};

/** The arguments of a relay on any free port. */
export function relayArguments(
	{policy, mode, mechanism}: RelayLevels,
	{
		address,
		origin,
		maxfds,
		cpus,
	}: {address: string; origin: Endpoint; maxfds: number; cpus: readonly number[]},
): string[] {
	return [
		...['--json', '--port', '0', '--address', address, '--defer-accept'],
		...['--origin', `${origin.address}:${origin.port}`],
		...['--policy', policy, '--mode', mode, '--mechanism', mechanism],
		...['--maxfds', String(maxfds), '--cpus', formatCpuList(cpus)],
	];
}

/** The arguments of an origin on any free port: the end of its stream comes with its reply, unless it is kept. */
export function originArguments(
	{msgsize, mode}: RelayLevels,
	{address, maxfds, cpus}: {address: string; maxfds: number; cpus: readonly number[]},
): string[] {
	return [
		...['--json', '--port', '0', '--address', address],
		...(mode === 'keepalive' ? [] : ['--close-with-reply']),
		...['--msgsize', String(msgsize), '--maxfds', String(maxfds), '--cpus', formatCpuList(cpus)],
	];
}

/** The arguments of a wire. */
export function wireArguments({delay}: RelayLevels, cpus: readonly number[]): string[] {
	return ['--delay', (delay / 1e6).toFixed(6), '--cpus', formatCpuList(cpus)];
}

export const relayReady = relayEvents.ready.pick({mechanism: true, policy: true, port: true});
export const relayReport = relayEvents.report.omit({event: true});
export type RelayReport = z.infer<typeof relayReport>;

export const wireReady = wireEvents.ready.pick({address: true, peer: true});
export const wireReport = wireEvents.report.omit({event: true});
export type WireReport = z.infer<typeof wireReport>;
