// Shows how far a run is: a bar on a terminal, a line per cell elsewhere. On standard error: standard
// output is for results.
import {SingleBar} from 'cli-progress';
import type {PlannedCell} from '../method/plan.js';
import type {Row} from '../record/row.js';
import type {Subject} from '../subjects/subject.js';
import type {Words} from '../subjects/labels.js';
import {formatCount, formatMicroseconds, formatSeconds} from './format.js';
import {TimeLeft} from './time-left.js';

/** Told of each cell as it begins and ends. */
export type Progress = {
	begin(cell: PlannedCell): void;
	end(row: Row, seconds: number): void;
	/** Nothing more comes: also where a run was interrupted. */
	close(): void;
};

/** Of whose cells the progress is. */
type About = {readonly subject: Subject; readonly words: Words};

/** The progress of a run of `cells`. */
export function showProgress(cells: readonly PlannedCell[], about: About): Progress {
	return process.stderr.isTTY ? barProgress(cells, about) : lineProgress(cells, about);
}

function barProgress(cells: readonly PlannedCell[], {subject, words}: About): Progress {
	const left = new TimeLeft(cells, subject);
	const bar = new SingleBar({
		format: '{bar} {value}/{total}  {left} left  {now}  {last}',
		barsize: 20,
		hideCursor: true,
		stopOnComplete: false,
		gracefulExit: false, // signals are the run's
		stream: process.stderr,
	});
	const payload = () => ({left: formatSeconds(left.seconds)});
	bar.start(cells.length, 0, {...payload(), now: '', last: ''});
	return {
		begin({mechanism, count}) {
			bar.update({...payload(), now: `now: ${mechanism}, ${formatCount(count)} ${words.unit}`});
		},
		end(row, seconds) {
			left.ended(row, seconds);
			bar.increment(1, {...payload(), last: `last: ${describeRow(row, words, 'short')}`});
		},
		close() {
			bar.stop();
		},
	};
}

function lineProgress(cells: readonly PlannedCell[], {subject, words}: About): Progress {
	const left = new TimeLeft(cells, subject);
	let done = 0;
	return {
		begin: () => undefined,
		end(row, seconds) {
			left.ended(row, seconds);
			done++;
			process.stderr.write(
				`${done}/${cells.length}  ${describeRow(row, words, 'whole')}  (${formatSeconds(left.seconds)} left)\n`,
			);
		},
		close: () => undefined,
	};
}

/** A cell in one line: what it was and what came of it. On a terminal's one line, reasons are short. */
function describeRow(
	{mechanism, count, status, figures, reasons}: Row,
	{unit, operation, operations}: Words,
	length: 'short' | 'whole',
): string {
	const why = reasons.map(({name, message}) => (length === 'short' ? name : message)).join('; ');
	const cell = `${mechanism}, ${formatCount(count)} ${unit}`;
	const fault = status === 'ok' ? '' : `  ${status}: ${why}`;
	if (figures === undefined) {
		return cell + fault;
	}

	const {rate, cpuUserUs, cpuSystemUs} = figures;
	const cost = formatMicroseconds(cpuUserUs + cpuSystemUs);
	return `${cell}  ${formatCount(rate)} ${operations}/s  ${cost} µs CPU/${operation}${fault}`;
}
