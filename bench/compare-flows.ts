// Two flows in comparison: two servers under one load client, or two load clients on one server.
import {type Metric, type Round, compare} from './compare.js';
import {type Dead, assertAllOpen, deadconn} from './dead.js';
import {Flow, type FlowKey} from './flow.js';
import {type LoadKind, httperf} from './loads.js';
import {moveTo} from './machine.js';
import {type FlowOptions, describePairs} from './options.js';
import {type Tally, startBoth} from './pairs.js';
import type {Program} from './program.js';
import type {ServerKind} from './servers.js';

/** Until V8 has compiled what is hot. */
const WARM_UP_SECONDS = 2;

const rate: Metric<FlowKey> = {
	name: 'replies/s',
	digits: 0,
	of: ({replies, seconds}) => replies / seconds,
};
const serverCost: Metric<FlowKey> = {
	name: 'server CPU us/reply',
	digits: 3,
	of: ({serverUs, charged}) => serverUs / charged,
};
const clientCost: Metric<FlowKey> = {
	name: 'client CPU us/reply',
	digits: 3,
	of: ({clientUs, charged}) => clientUs / charged,
};
const serverBusy = share('server, share of its CPU', ({serverUs}) => serverUs);
const clientBusy = share('load client, share of its CPU', ({clientUs}) => clientUs);
const disturbed = share(
	'waiting for a CPU that others used, share of the time, both ends added',
	({waitedUs}) => waitedUs,
);

/** Both servers are up at once, each with its own load client and its own dead connections. */
export async function compareServers(
	kinds: readonly [ServerKind, ServerKind],
	options: FlowOptions & {readonly dead: number},
): Promise<void> {
	moveTo(options.clientCpu);
	await compare({
		start: async round => startServers(kinds, options, round),
		metrics: [rate, serverCost],
		asides: [serverBusy, clientBusy, disturbed],
		subjectBusy: serverBusy,
		setting: describe(options, `${options.dead} dead connections to each server`),
		options,
	});
}

async function startServers(
	kinds: readonly [ServerKind, ServerKind],
	options: FlowOptions & {readonly dead: number},
	round: number,
): Promise<Round<FlowKey>> {
	const dead: Dead[] = [];
	const programs: Program[] = [];
	const startFlow = async (kind: ServerKind): Promise<Flow> => {
		const {program: server, port} = await kind.start({
			cpu: options.serverCpu,
			dead: options.dead,
		});
		programs.push(server);
		if (options.dead > 0) {
			dead.push(await deadconn.open({port, count: options.dead, cpu: options.clientCpu}));
		}

		const load = await httperf.start(port, options.clientCpu);
		programs.push(load);
		return warm(new Flow({name: kind.name, server, load, counter: load, sliceMs: options.slice}));
	};

	return {
		sides: await startBoth(round, [
			async () => startFlow(options.floor ? kinds[1] : kinds[0]),
			async () => startFlow(kinds[1]),
		]),
		end: async () => {
			await Promise.all(dead.map(assertAllOpen));
			await stopAll([...programs, ...dead.map(({program}) => program)]);
		},
	};
}

/** One server, which counts the replies; each load client has its own connections to it. */
export async function compareLoads(
	kinds: readonly [LoadKind, LoadKind],
	serverKind: ServerKind,
	options: FlowOptions,
): Promise<void> {
	moveTo(options.clientCpu);
	await compare({
		start: async round => startLoads(kinds, serverKind, options, round),
		metrics: [rate, clientCost],
		asides: [serverBusy, clientBusy, disturbed],
		subjectBusy: clientBusy,
		setting: describe(options, `both against ${serverKind.name}`),
		options,
	});
}

async function startLoads(
	kinds: readonly [LoadKind, LoadKind],
	serverKind: ServerKind,
	options: FlowOptions,
	round: number,
): Promise<Round<FlowKey>> {
	const {program: server, port} = await serverKind.start({cpu: options.serverCpu, dead: 0});
	const loads: Program[] = [];
	const startFlow = async (kind: LoadKind): Promise<Flow> => {
		const load = await kind.start(port, options.clientCpu);
		loads.push(load);
		return warm(new Flow({name: kind.name, server, load, counter: server, sliceMs: options.slice}));
	};

	return {
		sides: await startBoth(round, [
			async () => startFlow(options.floor ? kinds[1] : kinds[0]),
			async () => startFlow(kinds[1]),
		]),
		end: async () => stopAll([server, ...loads]),
	};
}

async function warm(flow: Flow): Promise<Flow> {
	await flow.warmUp(WARM_UP_SECONDS);
	return flow;
}

async function stopAll(programs: readonly Program[]): Promise<void> {
	await Promise.all(programs.map(program => program.stop()));
}

function describe(options: FlowOptions, what: string): string {
	return (
		`${what}; ${describePairs(options)} of ${options.slice} ms a side; ` +
		`server on CPU ${options.serverCpu}, load on CPU ${options.clientCpu}`
	);
}

/** `us` as a share of the time that the load was not suspended. */
function share(name: string, us: (tally: Tally<FlowKey>) => number): Metric<FlowKey> {
	return {
		name,
		digits: 2,
		of: tally => (us(tally) * tally.replies) / (tally.charged * tally.seconds * 1e6),
	};
}
