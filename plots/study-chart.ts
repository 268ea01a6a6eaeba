// The chart of a study: a panel for each of its measures, against the factor on its x axis.
import {captionOf, type CaptionParts} from './caption.js';
import type {Chart, Panel, Scale, Series, XAxis} from './chart.js';

/** What a study has to show, of whatever measures. */
export type StudyChart = {
	readonly title: string;
	/** The machine, the kernel, the load. */
	readonly subtitle: string;
	readonly caption: CaptionParts;
	readonly x: XAxis;
	readonly panels: readonly StudyPanel[];
};

/** One measure, or several of one unit. */
export type StudyPanel = {
	readonly label: string;
	/** As in replies/s; empty for a plain number. */
	readonly unit: string;
	/** Log, if not said, where one curve would hide the others: see `scaleFor`. */
	readonly scale?: Scale;
	readonly lineKey?: Panel['lineKey'];
	/** A curve with no points is left out. */
	readonly series: readonly Series[];
};

/** The description of a study's chart. */
export function studyChart({title, subtitle, caption, x, panels}: StudyChart): Chart {
	return {
		title,
		subtitle,
		caption: captionOf(caption),
		x,
		panels: panels.map(each => panelOf(each, x)),
	};
}

function panelOf({label, unit, scale, lineKey, series}: StudyPanel, x: XAxis): Panel {
	const shown = series.filter(({points}) => points.length > 0);
	const own = scale ?? scaleFor(shown);
	// A reader who sees a linear x axis does not expect the other to be logarithmic.
	const note = own === 'log' && (x.scale === 'linear' || x.labels) ? ', log scale' : '';
	return {
		label: `${label}${unit === '' ? '' : ` [${unit}]`}${note}`,
		scale: own,
		fromZero: true,
		...(lineKey && {lineKey}),
		series: shown,
	};
}

/**
 * Linear where that shows every curve; where the largest value is more than twenty times the smallest,
 * all but a few curves would lie on the axis.
 */
function scaleFor(series: readonly Series[]): Scale {
	const values = series.flatMap(({points}) => points.map(({y}) => y)).filter(y => y > 0);
	return Math.max(...values) > 20 * Math.min(...values) ? 'log' : 'linear';
}
