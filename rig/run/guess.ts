// A guess at how long a step takes.
import type {Step} from '../method/plan.js';
import type {Run} from '../record/run-file.js';
import type {Subject} from '../subjects/subject.js';
import {pointsOfStep} from './feasibility.js';

/** Of each step of a run, in seconds: the sum over its sides. */
export function guessOf(run: Run, subject: Subject): (step: Step) => number {
	return step =>
		pointsOfStep(step, run, subject).reduce(
			(sum, {levels}) => sum + subject.guessSeconds(levels),
			0,
		);
}
