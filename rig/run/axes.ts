// A run's cells on the axes of its graph.
import type {Axes} from '../method/cell.js';
import type {LawBasis} from '../method/curves.js';
import type {NamedMeasure} from '../method/measure.js';
import type {Settings} from '../record/settings.js';
import type {Subject} from '../subjects/subject.js';
import {measureOf} from './settings.js';

/**
 * Its x axis, and what its lines are named by: the other factors that vary, one level or more; where
 * nothing else varies, the contender.
 */
export function axesOf({vary, x, design}: Settings, {factors, contender}: Subject): Axes {
	const names = Object.keys(vary).filter(name => name !== x);
	const lines = design.kind === 'duet' ? [contender, ...names] : names;
	return {x, lines: lines.length > 0 || x === contender ? lines : [contender], factors};
}

/** The measures that a run shows, in their order. */
export function shownBy({measures}: Settings, subject: Subject): NamedMeasure[] {
	return measures.map(name => measureOf(name, subject));
}

/** What scaling laws are of: the first that is shown of the measures that have a law, or the subject's own. */
export function lawBasisOf(shown: readonly NamedMeasure[], subject: Subject): LawBasis {
	const measure = shown.find(({costUs}) => costUs !== undefined);
	return {measure: measure ?? measureOf(subject.law, subject), waits: subject.waits};
}

/** Every measure that the cells of a run have: those that it shows first, those beside them, then the rest. */
export function allMeasures(
	cells: ReadonlyArray<{readonly measures?: Readonly<Record<string, number>> | undefined}>,
	{measures, beside}: Settings,
	subject: Subject,
): NamedMeasure[] {
	const found = cells.flatMap(cell => Object.keys(cell.measures ?? {})).sort();
	return [...new Set([...measures, ...beside, ...found])].map(name => measureOf(name, subject));
}
