// pipetest: what watching N pipes costs the mechanism alone, with no server and no network.
import {findLimits} from '../../site/budget/limit.js';
import {findGates, judge} from '../gate.js';
import type {PipetestSettings} from '../../run/settings.js';
import type {Figures} from '../../record/row.js';
import type {Subject} from '../subject.js';
import type {PipetestGate, PipetestSeen} from './judged.js';
import {measurePipes} from './measure.js';

/** Starting and ending the program, and making a pipe, in seconds. */
const PROGRAM_SECONDS = 0.5;
const PIPE_SECONDS = 0.00001;

/** What makes a cell invalid. */
export async function findPipetestGates() {
	return findGates<Parameters<PipetestGate['check']>[0]>(new URL('gates/', import.meta.url));
}

/** pipetest, as a run with `settings` puts it to the test. */
export async function pipetestSubject(settings: PipetestSettings): Promise<Subject> {
	const {messageThreads, maxGeneration, paper, duration, routing} = settings;
	const gates = await findPipetestGates();
	const tokens = `${messageThreads} ${messageThreads === 1 ? 'token' : 'tokens'}`;
	return {
		limits: await findLimits(new URL('limits/', import.meta.url)),
		active: messageThreads,
		load:
			`${tokens} of ${maxGeneration} passes, routing ${routing}, ` +
			(paper ? 'one life' : `lives for ${duration} s`),
		guessSeconds: pipes => PROGRAM_SECONDS + pipes * PIPE_SECONDS + (paper ? 0 : duration),
		end: async () => Promise.resolve(),
		async run(cell, setting) {
			const seen = await measurePipes(cell, setting, settings);
			const cpuShare = shareOf(seen);
			return {
				figures: workOutFigures(seen, cpuShare),
				reasons: judge(gates, {...seen, cpuShare}),
			};
		},
	};
}

function shareOf({result: {cpu, seconds}}: PipetestSeen): number {
	return seconds > 0 ? (cpu.user + cpu.system) / 1e6 / seconds : 0;
}

function workOutFigures({result}: PipetestSeen, cpuShare: number): Figures {
	const {passesPerSecond, seconds, passes, cpu, waits} = result;
	return {
		rate: passesPerSecond,
		seconds,
		operations: passes,
		cpuUserUs: cpu.user / passes,
		cpuSystemUs: cpu.system / passes,
		waits: waits / passes,
		detail: {subject: 'pipetest', cpuShare, result},
	};
}
