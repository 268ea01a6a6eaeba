// The cells of a run as charts: a panel for each measure, a curve for each line.
import type {Chart, Scale, Series} from '../../plots/chart.js';
import {studyChart, type StudyPanel} from '../../plots/study-chart.js';
import {levelsOf} from '../method/cell.js';
import {formatLevel} from '../method/factor.js';
import type {NamedMeasure} from '../method/measure.js';
import type {Picture} from '../subjects/subject.js';
import {curvesOf, type Measured, missingFrom} from './study-curves.js';
import {xAxisOf} from './x-axis.js';

/** How a graph is drawn, and where it was measured. */
type Frame = {
	/** Of the x axis, and of the first measure. */
	readonly scale: Scale;
	readonly machine: string;
};

/** What a graph is made of. */
type GraphParts = Measured & Frame;

/** What is said of a graph. */
type GraphText = {
	readonly title: string;
	/** The scaling laws of its curves, or how they came about. */
	readonly sentence: string;
	readonly notMeasured?: string;
};

/** The graph of a run. The part of a measure, if it has one, is found among `allMeasures`. */
export function studyGraph(
	parts: GraphParts,
	measures: readonly NamedMeasure[],
	allMeasures: readonly NamedMeasure[],
	text: GraphText,
): Chart {
	return graphOf([parts], parts, measures, text, (measure, draw) => {
		const part = allMeasures.find(({name}) => name === measure.part?.measure);
		// With no interval of its own, which would hide that of the whole.
		const dashed = part ? draw(part, 'dashed', parts).map(withoutIntervals) : [];
		return {
			...(measure.part &&
				part && {lineKey: {solid: measure.part.whole, dashed: measure.part.part}}),
			series: [...dashed, ...draw(measure, 'solid', parts)],
		};
	});
}

/** The graph of the two sides of a comparison, A solid and B dashed. */
export function sidesGraph(
	[a, b]: readonly [Measured, Measured],
	frame: Frame,
	measures: readonly NamedMeasure[],
	text: GraphText,
): Chart {
	return graphOf([a, b], frame, measures, text, (measure, draw) => ({
		lineKey: {solid: 'A', dashed: 'B'},
		series: [...draw(measure, 'solid', a), ...draw(measure, 'dashed', b)],
	}));
}

/** A graph of its own of some measures; undefined where nothing says much of them. */
export function pictureGraph(
	{points, axes, scale, machine}: GraphParts,
	{title, caption, least}: Picture,
	measures: readonly NamedMeasure[],
): Chart | undefined {
	const shown = points.filter(
		({x, measures: found}) =>
			typeof x === 'number' && x >= least && measures.every(({name}) => found[name] !== undefined),
	);
	const levels = shown.map(({x}) => x);
	const {axis, placeOf} = xAxisOf(axes, levels, scale);
	return shown.length === 0
		? undefined
		: studyChart({
				title,
				subtitle: machine,
				caption: {
					sentences: [
						caption,
						'Medians of the repeats, with their intervals or ranges',
						`Fewer than ${formatLevel(undefined, least)} are left out`,
					],
				},
				x: axis,
				panels: measures.map(measure => ({
					label: measure.title,
					unit: measure.unit,
					scale: 'linear',
					series: curvesOf(measure, 'solid', {points: shown, cells: [], axes}, placeOf),
				})),
			});
}

type Draw = (measure: NamedMeasure, line: Series['line'], measured: Measured) => Series[];

function graphOf(
	sides: readonly [Measured, ...Measured[]],
	{scale, machine}: Frame,
	measures: readonly NamedMeasure[],
	{title, sentence, notMeasured = ''}: GraphText,
	curvesOfPanel: (measure: NamedMeasure, draw: Draw) => Pick<StudyPanel, 'lineKey' | 'series'>,
): Chart {
	const [{axes}] = sides;
	const cells = sides.flatMap(side => side.cells);
	const {axis, placeOf} = xAxisOf(axes, levelsOf(cells, axes), scale);
	const missing = sides.map(side => missingFrom(side, measures));
	return studyChart({
		title,
		subtitle: machine,
		caption: {
			repeats: sides
				.flatMap(({points}) => points)
				.flatMap(({measures: found}) => measures.flatMap(({name}) => found[name]?.n ?? [])),
			sentences: [sentence],
			invalid: missing.flatMap(({invalid}) => invalid),
			atLeast: missing.flatMap(({atLeast}) => atLeast),
			notRun: missing.flatMap(({notRun}) => notRun),
			notMeasured,
		},
		x: axis,
		panels: measures.map((measure, index) => ({
			label: measure.title,
			unit: measure.unit,
			// The others are log as well, or where one curve would hide the rest.
			...((index === 0 || scale === 'log') && {scale}),
			...curvesOfPanel(measure, (...curves) => curvesOf(...curves, placeOf)),
		})),
	});
}

function withoutIntervals({points, ...series}: Series): Series {
	return {...series, points: points.map(({low: _, high: __, ...point}) => point)};
}
