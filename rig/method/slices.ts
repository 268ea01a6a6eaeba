// What the slices of one duet say of its two sides.
import type {Slices} from '../subjects/dphttpd/programs/duet.js';
import {hodgesLehmann} from './hodges-lehmann.js';

/** Logarithms of B/A: of the rate, and of the processor time of a reply. */
export type DuetLogs = {readonly rate: number; readonly cpu: number};

const QUADRUPLE = 4;

/**
 * Ratios are taken quadruple by quadruple, A B B A, so that what drifts from one to the next is not
 * in them; and their centre is one that quadruples in which the machine was taken away do not move.
 * Undefined where there is no whole quadruple with replies in each slice.
 */
export function summariseSlices(slices: Slices): DuetLogs | undefined {
	const logs = quadruplesOf(slices);
	const rate = hodgesLehmann(logs.map(each => each.rate));
	const cpu = hodgesLehmann(logs.map(each => each.cpu));
	return rate === undefined || cpu === undefined ? undefined : {rate, cpu};
}

/** What each whole quadruple says that has replies in all of its slices. */
export function quadruplesOf(slices: Slices): DuetLogs[] {
	const logs: DuetLogs[] = [];
	for (let at = 0; at + QUADRUPLE <= slices.length; at += QUADRUPLE) {
		const four = slices.slice(at, at + QUADRUPLE);
		if (four.every(([, seconds, replies, cpu]) => seconds > 0 && replies > 0 && cpu > 0)) {
			logs.push({
				rate: logRatio(four, ([, seconds, replies]) => replies / seconds),
				cpu: logRatio(four, ([, , replies, cpu]) => cpu / replies),
			});
		}
	}

	return logs;
}

/** Of B to A, each the geometric mean of its two slices. */
function logRatio(four: Slices, figure: (slice: Slices[number]) => number): number {
	const sum = four.reduce(
		(total, slice) => total + (slice[0] === 1 ? 1 : -1) * Math.log(figure(slice)),
		0,
	);
	return sum / 2;
}
