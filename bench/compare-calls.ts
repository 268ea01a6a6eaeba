// What a call of the C library costs from JavaScript: the least that a twin in C is ahead by.
import {z} from 'zod';
import {compare, type Metric, processes} from './compare.js';
import {moveTo} from './machine.js';
import {type FlowOptions, describePairs} from './options.js';
import type {Side} from './pairs.js';
import {type Program, startOurs, startProgram} from './program.js';
import {compileTwin} from './twin.js';

type CallKey = 'calls' | 'seconds' | 'cpuUs';

const resultSchema = z.object({calls: z.number(), seconds: z.number(), cpuUs: z.number()});

const cost: Metric<CallKey> = {
	name: 'CPU ns/call',
	digits: 1,
	of: ({calls, cpuUs}) => (cpuUs * 1000) / calls,
};

/** read(2) of a descriptor that there is not: three arguments, and the shortest way through the kernel. */
export async function compareCalls(options: FlowOptions): Promise<void> {
	const {serverCpu, clientCpu, slice, floor} = options;
	moveTo(clientCpu);
	const command = compileTwin('calls');
	const seconds = String(slice / 1000);
	const ours = {
		name: 'from JavaScript',
		start: () => startOurs('bench/calls', [seconds], serverCpu),
	};
	const twin = {
		name: 'from C',
		start: () => startProgram({name: 'calls', command, args: [seconds], cpu: serverCpu}),
	};
	await compare({
		start: async () => processes(sideOf(floor ? twin : ours), sideOf(twin)),
		metrics: [cost],
		asides: [cost],
		setting:
			`read(2) of descriptor -1; ${describePairs(options)} of ${slice} ms a side; ` +
			`on CPU ${serverCpu}`,
		options,
	});
}

function sideOf({name, start}: {name: string; start: () => Program}): Side<CallKey> {
	return {name, slice: async () => resultSchema.parse(await start().result())};
}
