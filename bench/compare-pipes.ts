// How fast tokens pass: our pipetest and its C twin, each for a short time in turn.
import {pipetestEvents} from '../programs/events/pipetest.js';
import {readEvent} from '../programs/events/read-event.js';
import {compare, type Metric, processes} from './compare.js';
import {moveTo} from './machine.js';
import {type FlowOptions, describePairs} from './options.js';
import type {Side} from './pairs.js';
import {type Program, startOurs, startProgram} from './program.js';
import {compileTwin} from './twin.js';

type PipeKey = 'passes' | 'seconds' | 'cpuUs';

const passed = pipetestEvents.result.pick({passes: true, seconds: true, cpu: true});

const rate: Metric<PipeKey> = {
	name: 'passes/s',
	digits: 0,
	of: ({passes, seconds}) => passes / seconds,
};
const cost: Metric<PipeKey> = {
	name: 'CPU us/pass',
	digits: 3,
	of: ({passes, cpuUs}) => cpuUs / passes,
};

/** Each slice is a process of its own: nothing of one is left in the caches of another. */
export async function comparePipes(
	options: FlowOptions & {readonly mechanism: string; readonly pipes: number},
): Promise<void> {
	const {mechanism, pipes, serverCpu, clientCpu, slice} = options;
	moveTo(clientCpu);
	const twin = pipetestTwin(mechanism, pipes, serverCpu);
	const ours = options.floor ? twin : pipetest(mechanism, pipes, serverCpu);
	await compare({
		start: async () => processes(sideOf(ours, slice), sideOf(twin, slice)),
		metrics: [rate, cost],
		asides: [],
		setting:
			`${pipes} pipes, one token; ${describePairs(options)} of ${slice} ms a side; ` +
			`on CPU ${serverCpu}`,
		options,
	});
}

/** A run of pipetest for so many seconds. */
type PipeKind = {readonly name: string; start(seconds: number): Program};

/** Our pipetest on `mechanism`. */
function pipetest(mechanism: string, pipes: number, cpu: number): PipeKind {
	return {
		name: `pipetest ${mechanism}`,
		start: seconds =>
			startOurs(
				'clients/pipetest',
				[mechanism, String(pipes), '1', '300', '--min-duration', String(seconds)],
				cpu,
			),
	};
}

/** The C twin on `mechanism`: poll or epoll. */
function pipetestTwin(mechanism: string, pipes: number, cpu: number): PipeKind {
	const command = compileTwin('pipetest');
	const name = `C twin ${mechanism}`;
	return {
		name,
		start: seconds =>
			startProgram({name, command, args: [mechanism, ...[pipes, seconds].map(String)], cpu}),
	};
}

function sideOf(kind: PipeKind, sliceMs: number): Side<PipeKey> {
	return {
		name: kind.name,
		slice: async () => {
			const result = await kind.start(sliceMs / 1000).result();
			const {passes, seconds, cpu} = readEvent(passed, kind.name, result);
			return {passes, seconds, cpuUs: cpu.user + cpu.system};
		},
	};
}
