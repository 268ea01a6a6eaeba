// B against A as a chart: a panel for each measure that was compared.
import type {Chart, Scale} from '../../plots/chart.js';
import {ratioChart} from '../../plots/ratio-chart.js';
import {type Axes, sortLevels} from '../method/cell.js';
import type {Comparison} from '../method/comparison.js';
import type {NamedMeasure} from '../method/measure.js';
import {xAxisOf} from './x-axis.js';

/** What is said of it. */
type RatioText = {
	readonly title: string;
	readonly machine: string;
	/** What A and B are, and what came of it. */
	readonly sentences: string;
};

/** The graph of a comparison; undefined where nothing could be compared. */
export function ratioGraph(
	{points, effect}: Comparison,
	measures: readonly NamedMeasure[],
	{axes, scale}: {axes: Axes; scale: Scale},
	{title, machine, sentences}: RatioText,
): Chart | undefined {
	const {axis, placeOf} = xAxisOf(axes, sortLevels(points.map(({x}) => x)), scale);
	const chart = ratioChart({
		title,
		subtitle: machine,
		comparison: sentences,
		x: axis,
		effect,
		measures: measures.map(measure => ({
			label: measure.title,
			rows: points.flatMap(({name, x, measures: found}) => {
				const {[measure.name]: ratio} = found;
				return ratio === undefined
					? []
					: [{name, x: placeOf(x), ...(ratio.interval ?? {value: ratio.value})}];
			}),
		})),
	});
	return chart.panels.length === 0 ? undefined : chart;
}
