// pipetest: what watching N pipes costs the mechanism alone, with no server and no network.
import {Failure} from '../../failure.js';
import {findLimits} from '../../site/budget/limit.js';
import {serverOf} from '../../site/setting.js';
import {readEvent} from '../events.js';
import {findGates, judge} from '../gate.js';
import {listMechanisms} from '../mechanisms.js';
import type {ResolvedPoint, Stage, Subject} from '../subject.js';
import {pipetestArguments, pipetestFailed, pipetestReady, pipetestResult} from './arguments.js';
import {factors, levelsOf} from './factors.js';
import type {JudgedPasses, PipetestSeen} from './judged.js';
import {measures} from './measures.js';

/** Starting and ending the program, and making a pipe, in seconds. */
const PROGRAM_SECONDS = 0.5;
const PIPE_SECONDS = 0.00001;

const gates = await findGates<JudgedPasses>(new URL('gates/', import.meta.url));

export default {
	worker: 'pipetest',
	operation: 'pass',
	operations: 'passes',
	factors,
	contender: 'mechanism',
	population: 'pipes',
	measures,
	shown: ['rate', 'cpu'],
	beside: ['cpu.user', 'cpu.system'],
	law: 'rate',
	waits: 'waits',
	hasClients: false,
	limits: await findLimits(new URL('limits/', import.meta.url)),
	gates,
	probes: {mechanism: async (host, _asked, signal) => listMechanisms(host, 'pipetest', signal)},
	describeLoad(given) {
		const {tokens, generations, routing, extent, duration} = levelsOf(given);
		return {
			tokens: `${tokens} ${tokens === 1 ? 'token' : 'tokens'} of ${generations} passes`,
			routing: `routing ${routing}`,
			duration: extent === 'completion' ? 'one life' : `lives for ${duration} s`,
		};
	},
	guessSeconds(given) {
		const {pipes, extent, duration} = levelsOf(given);
		return PROGRAM_SECONDS + pipes * PIPE_SECONDS + (extent === 'completion' ? 0 : duration);
	},
	active: given => levelsOf(given).tokens,
	// Nothing stands: the program makes its pipes, and is timed, in one go.
	stand: async point => Promise.resolve(point),
	load: passTokens,
	judge({levels, result}, badEnds) {
		const {passesPerSecond, seconds, passes, cpu, waits, controls, syscalls, callNs} = result;
		const {switches, hardware} = result;
		const calls = Object.values(syscalls).reduce((sum, count) => sum + count, 0);
		const cpuShare = seconds > 0 ? (cpu.user + cpu.system) / 1e6 / seconds : 0;
		const perPass = (name: string, count: number) => ({[name]: count / passes});
		return {
			measures: {
				rate: passesPerSecond,
				...perPass('cpu', cpu.user + cpu.system),
				...perPass('cpu.user', cpu.user),
				...perPass('cpu.system', cpu.system),
				...perPass('bridge', (calls * callNs) / 1000),
				...perPass('waits', waits),
				...perPass('controls', controls),
				...perPass('switches.voluntary', switches.voluntary),
				...perPass('switches.involuntary', switches.involuntary),
				...(hardware && {
					...perPass('instructions', hardware.instructions),
					...perPass('cycles', hardware.cycles),
				}),
				...Object.fromEntries(
					Object.entries(syscalls).flatMap(([name, count]) =>
						Object.entries(perPass(`syscalls.${name}`, count)),
					),
				),
			},
			reasons: judge(gates, {levels, result, badEnds, cpuShare}),
			detail: {cpuShare, result},
		};
	},
} satisfies Subject<ResolvedPoint, PipetestSeen>;

/** Runs pipetest to its result. @throws Failure with the cause where it could not be measured; Interrupted. */
async function passTokens(
	{levels: given, build}: ResolvedPoint,
	{setting: {hosts, topology, bounds, signal}, programs}: Stage,
): Promise<PipetestSeen> {
	const levels = levelsOf(given);
	const {mechanism, pipes, tokens, generations, routing, extent, duration} = levels;
	const isOneLife = extent === 'completion';
	const program = await serverOf(hosts, build).start(
		'pipetest',
		pipetestArguments({
			...{mechanism, pipes, routing, messageThreads: tokens, maxGeneration: generations},
			extent: isOneLife ? 'one life' : {minDuration: duration},
			cpus: topology.server,
		}),
	);
	programs.push(program);
	const line = await program.waitFor(['ready', 'failed'], bounds.ready, signal);
	if (line['event'] === 'failed') {
		const {limit, value, needed, remedy} = readEvent(pipetestFailed, 'pipetest', line);
		throw new Failure(`${limit} is ${value}, needed are ${needed}; ${remedy}`);
	}

	const ready = readEvent(pipetestReady, 'pipetest', line);
	if (ready.mechanism !== mechanism) {
		throw new Failure(`pipetest waits with ${ready.mechanism}, not with ${mechanism}`);
	}

	const most = isOneLife ? bounds.completion : duration * 1000 + bounds.slack;
	const result = readEvent(
		pipetestResult,
		'pipetest',
		await program.waitFor(['result'], most, signal),
	);
	return {levels, result};
}
