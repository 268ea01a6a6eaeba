// A guess at how long a step takes.
import type {Step} from '../method/plan.js';
import type {Run} from '../record/run-file.js';
import type {Subject} from '../subjects/subject.js';
import {pointsOfStep} from './feasibility.js';

/** How much longer a cell takes on an emulated processor that counts: 3 times with few connections, 12 with a million. */
const COUNTING = 5;

/** Of each step of a run, in seconds: the sum over its sides. */
export function guessOf(run: Run, subject: Subject): (step: Step) => number {
	const slowness = run.guest?.count === undefined ? 1 : COUNTING;
	return step =>
		pointsOfStep(step, run, subject).reduce(
			(sum, {levels}) => sum + subject.guessSeconds(levels) * slowness,
			0,
		);
}
