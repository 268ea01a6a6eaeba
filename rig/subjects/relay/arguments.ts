// The programs of a relay's cell as the rig uses them: their arguments, and what they say.
import {z} from 'zod';
import {formatCpuList} from '../../../programs/cpu-list.js';
import {foreignEvents} from '../../../programs/events/foreign.js';
import {relayEvents} from '../../../programs/events/relay.js';
import {wireEvents} from '../../../programs/events/wire.js';
import type {RelayLevels} from './factors.js';

/** Where something listens. */
export type Endpoint = {readonly address: string; readonly port: number};

/** Where a relay runs, and between which ends. */
type Place = {
	readonly address: string;
	readonly origin: Endpoint;
	readonly maxfds: number;
	readonly cpus: readonly number[];
};

/** The arguments of a relay on any free port. */
export function relayArguments({policy, mode, mechanism}: RelayLevels, place: Place): string[] {
	return [
		...placeArguments(place),
		...['--defer-accept', '--policy', policy, '--mode', mode, '--mechanism', mechanism],
	];
}

/** Those of one of others. */
export function foreignArguments({mechanism}: RelayLevels, place: Place): string[] {
	return [...placeArguments(place), '--server', mechanism];
}

function placeArguments({address, origin, maxfds, cpus}: Place): string[] {
	return [
		...['--json', '--port', '0', '--address', address],
		...['--origin', `${origin.address}:${origin.port}`],
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
export const foreignReady = foreignEvents.ready.pick({mechanism: true, port: true});

const {time, cpu, rss, connections, ...own} = relayEvents.report.omit({event: true}).shape;
const counted = z.object(own);

/** One of others tells what can be seen from outside, and no more. */
export const relayReport = z.object({
	...{time, cpu, rss, ...counted.partial().shape},
	connections: connections
		.partial({peak: true, accepted: true, refused: true})
		.extend({waiting: foreignEvents.report.shape.connections.shape.waiting}),
	stderr: foreignEvents.report.shape.stderr,
});
export type RelayReport = z.infer<typeof relayReport>;
/** That of a relay that counts. */
export type ToldReport = RelayReport & z.infer<typeof counted>;

export const wireReady = wireEvents.ready.pick({address: true, peer: true});
export const wireReport = wireEvents.report.omit({event: true});
export type WireReport = z.infer<typeof wireReport>;
