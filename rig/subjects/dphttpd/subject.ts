// dphttpd with dead connections under httperf's load: the study of 2002.
import {findLimits, type Limit} from '../../site/budget/limit.js';
import {findGates, judge, type NamedGate} from '../gate.js';
import {type DphttpdSettings, isGrowing} from '../../run/settings.js';
import type {Figures, Reason} from '../../record/row.js';
import type {Subject} from '../subject.js';
import {workOutFigures} from './figures.js';
import {Growing} from './growing.js';
import type {JudgedCell} from './judged.js';
import {measureCell} from './measure.js';
import type {Observation} from './observation.js';

/** Starting and ending the programs of a cell, and opening a dead connection, in seconds. */
const PROGRAMS_SECONDS = 1;
const DEAD_SECONDS = 0.00005;
/** A guess at the rate of a load that runs to completion. */
const REPLY_RATE = 30_000;

/** What limits the dead connections that a machine can carry. */
export async function findDphttpdLimits(): Promise<Limit[]> {
	return findLimits(new URL('limits/', import.meta.url));
}

/** What makes a cell invalid. */
export async function findDphttpdGates(): Promise<Array<NamedGate<JudgedCell>>> {
	return findGates(new URL('gates/', import.meta.url));
}

/** What a cell, or a side of a duet, came to, and what gates have against it. */
export function judgeObservation(
	seen: Observation,
	gates: ReadonlyArray<NamedGate<JudgedCell>>,
): {figures: Figures; reasons: Reason[]} {
	const figures = workOutFigures(seen);
	return {figures, reasons: judge(gates, {seen, detail: figures.detail})};
}

/** dphttpd, as a run with `settings` puts it to the test. */
export async function dphttpdSubject(settings: DphttpdSettings): Promise<Subject> {
	const {connections, paper, numCalls, duration, warmup, rate} = settings;
	const gates = await findDphttpdGates();
	const growing = isGrowing(settings) ? new Growing() : undefined;
	const load = paper ? (numCalls * connections) / REPLY_RATE : warmup + duration;
	return {
		limits: await findDphttpdLimits(),
		active: connections,
		load: `${connections} active connections, ${paper ? `${numCalls} calls each` : `${duration} s windows`}`,
		guessSeconds: dead => PROGRAMS_SECONDS + dead * DEAD_SECONDS + connections / rate + load,
		async run(cell, setting) {
			const own = {...setting, settings};
			const seen = growing ? growing.measure(cell, own) : measureCell(cell, own);
			return judgeObservation(await seen, gates);
		},
		end: async () => growing?.end(),
	};
}
