// Shows how far a run is: a bar on a terminal, a line per step elsewhere. On standard error: standard
// output is for results.
import {SingleBar} from 'cli-progress';
import {type Axes, lineOf, xOf} from '../method/cell.js';
import {formatLevel} from '../method/factor.js';
import {formatSeconds} from '../method/format.js';
import {columnOf, formatMeasure, type NamedMeasure} from '../method/measure.js';
import {countSteps, type Step} from '../method/plan.js';
import {cellsOf, type Row} from '../record/row.js';
import {axesOf, shownBy} from '../run/axes.js';
import type {Progress, Watch} from '../run/runner.js';
import {tell} from './tell.js';

/** Says what is about to be done, then how far it is; of several at once, each line begins with a folder. */
const watchOnStderr = (beginning: Parameters<Watch>[0], isOneOfSeveral: boolean): Progress => {
	const {settings, subject, folder, steps, done, notRun, time, isShared} = beginning;
	if (isShared) {
		tell('server and clients share a processor: what is measured is the sum of their work');
	}

	const {design} = settings;
	const what =
		design.kind === 'duet'
			? `${design.sides.map(side => Object.values(side).join(', ')).join(' against ')}: ${countSteps(steps, design)}`
			: `${settings.study}: ${countSteps(steps, design)}`;
	tell(
		`${what}, about ${formatSeconds(time)}` +
			(done > 0 ? `, ${done} are there` : '') +
			(notRun > 0 ? `, ${notRun} more that cannot be carried here` : '') +
			`; seed ${settings.seed}; results in ${folder}`,
	);
	const about = {
		...{axes: axesOf(settings, subject), measures: shownBy(settings, subject)},
		hasOnePair: design.kind === 'duet',
	};
	return process.stderr.isTTY && !isOneOfSeveral
		? barProgress(steps, time, about)
		: lineProgress(steps, about, isOneOfSeveral ? `${folder}  ` : '');
};

/** Says it unless a command was told to be quiet. */
export function watchFor({quiet}: {readonly quiet: boolean}, atOnce = 1): Watch {
	return quiet ? watchNothing : beginning => watchOnStderr(beginning, atOnce > 1);
}

/** Says nothing. */
export const watchNothing: Watch = () => ({
	begin: () => undefined,
	end: () => undefined,
	close: () => undefined,
});

/** Of whose steps the progress is. */
type About = {
	readonly axes: Axes;
	readonly measures: readonly NamedMeasure[];
	/** Of two sides that are the same in every step, none is named. */
	readonly hasOnePair: boolean;
};

function barProgress(steps: number, time: number, about: About): Progress {
	const bar = new SingleBar({
		format: '{bar} {value}/{total}  {left} left  {now}  {last}',
		barsize: 20,
		hideCursor: true,
		stopOnComplete: false,
		gracefulExit: false, // signals are the run's
		stream: process.stderr,
	});
	bar.start(steps, 0, {left: formatSeconds(time), now: '', last: ''});
	return {
		begin(step) {
			bar.update({now: `now: ${placeOf(step, about)}`});
		},
		end(row, left) {
			bar.increment(row.attempt > 1 ? 0 : 1, {
				left: formatSeconds(left),
				last: `last: ${describeRow(row, about, 'short')}`,
			});
		},
		close() {
			bar.stop();
		},
	};
}

function lineProgress(steps: number, about: About, label: string): Progress {
	let done = 0;
	return {
		begin: () => undefined,
		end(row, left) {
			const isAgain = row.attempt > 1;
			done += isAgain ? 0 : 1;
			process.stderr.write(
				`${label}${done}/${steps}${isAgain ? ' again' : ''}  ${describeRow(row, about, 'whole')}  (${formatSeconds(left)} left)\n`,
			);
		},
		close: () => undefined,
	};
}

/** Which step it is: its line, and where on the x axis. */
function placeOf({point, versus}: Pick<Step, 'point' | 'versus'>, about: About): string {
	const {axes, hasOnePair} = about;
	const x = formatLevel(axes.factors[axes.x], xOf(point, axes));
	const sides = hasOnePair ? [{}] : (versus?.sides ?? [{}]);
	const lines = sides.map(side => lineOf({...point, ...side}, axes)).join(' against ');
	return lines === '' ? x : `${lines}, ${x}`;
}

/** A step in one line: what it was and what came of it. On a terminal's one line, reasons are short. */
function describeRow(row: Row, about: About, length: 'short' | 'whole'): string {
	const reasons =
		row.versus === undefined ? row.reasons : cellsOf(row).flatMap(cell => cell.reasons);
	const words = reasons.map(({name, message}) =>
		length === 'short' || row.sides !== undefined ? name : message,
	);
	const fault = row.status === 'ok' ? '' : `  ${row.status}: ${[...new Set(words)].join('; ')}`;
	const figures = about.measures.flatMap(measure => describeMeasure(row, measure)).join('  ');
	return `${placeOf(row, about)}${figures === '' ? '' : `  ${figures}`}${fault}`;
}

function describeMeasure(row: Row, measure: NamedMeasure): string[] {
	const {name} = measure;
	const [a, b] = cellsOf(row).map(({measures}) => measures?.[name]);
	if (row.versus !== undefined) {
		const log = row.logs?.[name] ?? (a && b ? Math.log(b / a) : undefined);
		return log === undefined ? [] : [`${name} B/A ${Math.exp(log).toFixed(3)}`];
	}

	return a === undefined ? [] : [`${formatMeasure(measure, a)} ${unitFirst(measure)}`];
}

/** A column's name with its unit in front, as it stands behind a figure: µs CPU/reply. */
function unitFirst(measure: NamedMeasure): string {
	const column = columnOf(measure);
	const [unit = ''] = measure.unit.split('/');
	const rest = column.replace(unit, '').replace(' /', '/').trim();
	return column.startsWith(unit) || unit === '' ? column : `${unit} ${rest}`;
}
