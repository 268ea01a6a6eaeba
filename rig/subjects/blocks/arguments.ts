// blocks and blockload as the rig uses them: their arguments, and what they say.
import {blockloadDuetEvents, blockloadEvents} from '../../../programs/events/blockload.js';
import {blocksEvents} from '../../../programs/events/blocks.js';
import {foreignEvents} from '../../../programs/events/foreign.js';
import {formatCpuList} from '../../../programs/cpu-list.js';
import type {BlocksLevels} from './factors.js';

/** Where a server listens. */
export type Place = {
	readonly transport: string;
	readonly address: string;
	readonly port: number;
};

/** The server's, on any free port of `address`, or at a path of its own. */
export function serverArguments(
	{reply, transport, security, disk, nodelay}: BlocksLevels,
	address: string,
	cpus: readonly number[],
): string[] {
	return [
		...['--json', '--port', '0', '--address', address, '--cpus', formatCpuList(cpus)],
		...['--reply', reply, '--transport', transport, '--security', security],
		...['--size', String(disk)],
		...(nodelay === 'yes' ? ['--nodelay'] : []),
	];
}

/** Those of a server of others, which sends replies in its own way. */
export function foreignArguments(
	{reply, disk, security}: BlocksLevels,
	address: string,
	cpus: readonly number[],
): string[] {
	return [
		...['--json', '--port', '0', '--address', address, '--cpus', formatCpuList(cpus)],
		...['--server', reply, '--size', String(disk), '--security', security],
	];
}

/** The load's, on the server that said so when it was ready. */
export function loadArguments(
	levels: BlocksLevels,
	{transport, address, port}: Place,
	cpus: readonly number[],
): string[] {
	return [
		'--json',
		...(transport === 'unix'
			? ['--path', address]
			: ['--address', address, '--port', String(port)]),
		...requestArguments(levels, cpus),
	];
}

/** One of the two servers that are loaded in turns, and its processes where they can be seen from the load. */
export type Side = {readonly where: Place; readonly pids: readonly number[]};

/** The load's on two of them, in slices of at least so many milliseconds. */
export function duetArguments(
	levels: BlocksLevels,
	sides: readonly [Side, Side],
	slice: number,
	cpus: readonly number[],
): string[] {
	const [{where}] = sides;
	return [
		...sides.map(({where: {transport, address, port}, pids}) =>
			[
				transport === 'unix' ? address : String(port),
				...(pids.length > 0 ? [pids.join('+')] : []),
			].join(':'),
		),
		...(where.transport === 'unix' ? [] : ['--address', where.address]),
		...['--slice', String(slice)],
		...requestArguments(levels, cpus),
	];
}

function requestArguments(
	{connections, inflight, reads, replies, block, security, warmup, duration}: BlocksLevels,
	cpus: readonly number[],
): string[] {
	return [
		...['--cpus', formatCpuList(cpus)],
		...['--connections', String(connections), '--inflight', String(inflight)],
		...['--reads', String(reads), '--block', String(block)],
		...(replies === 'simple' ? ['--simple'] : []),
		// To the client it is one whether GnuTLS or the kernel makes the records.
		...(security === 'plain' ? [] : ['--security', 'tls']),
		...['--warmup', String(warmup), '--duration', String(duration)],
	];
}

export const serverReady = blocksEvents.ready.pick({
	...{reply: true, transport: true, address: true, port: true, cipher: true},
});

/** `mechanism` is its name. */
export const foreignReady = foreignEvents.ready.pick({mechanism: true, address: true, port: true});

/** What the server has counted so far; one of others tells neither its replies nor its calls. */
export const serverReport = foreignEvents.report
	.omit({event: true, stderr: true})
	.partial({pids: true})
	.extend(
		blocksEvents.report
			.pick({
				...{reads: true, writes: true, segments: true, records: true},
				...{waits: true, syscalls: true},
			})
			.partial().shape,
	);

export const loadConnected = blockloadEvents.connected.pick({structured: true});

export const loadResult = blockloadEvents.result.omit({event: true});

export const duetConnected = blockloadDuetEvents.connected.pick({structured: true});

export const duetResult = blockloadDuetEvents.result.omit({event: true});
