// Shows how far a run is: a bar on a terminal, a line per cell elsewhere. On standard error: standard
// output is for results.
import {SingleBar} from 'cli-progress';
import type {PlannedCell} from '../plan/plan.js';
import type {Settings} from '../plan/settings.js';
import type {Row} from '../results/row.js';
import {formatCount, formatMicroseconds, formatSeconds} from './format.js';
import {TimeLeft} from './time-left.js';

/** Told of each cell as it begins and ends. */
export type Progress = {
	begin(cell: PlannedCell): void;
	end(row: Row, seconds: number): void;
	/** Nothing more comes: also where a run was interrupted. */
	close(): void;
};

/** The progress of a run of `cells`. */
export function showProgress(cells: readonly PlannedCell[], settings: Settings): Progress {
	return process.stderr.isTTY ? barProgress(cells, settings) : lineProgress(cells, settings);
}

function barProgress(cells: readonly PlannedCell[], settings: Settings): Progress {
	const left = new TimeLeft(cells, settings);
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
		begin({mechanism, dead}) {
			bar.update({...payload(), now: `now: ${mechanism}, ${formatCount(dead)} dead`});
		},
		end(row, seconds) {
			left.ended(row, seconds);
			bar.increment(1, {...payload(), last: `last: ${describeRow(row, 'short')}`});
		},
		close() {
			bar.stop();
		},
	};
}

function lineProgress(cells: readonly PlannedCell[], settings: Settings): Progress {
	const left = new TimeLeft(cells, settings);
	let done = 0;
	return {
		begin: () => undefined,
		end(row, seconds) {
			left.ended(row, seconds);
			done++;
			process.stderr.write(
				`${done}/${cells.length}  ${describeRow(row, 'whole')}  (${formatSeconds(left.seconds)} left)\n`,
			);
		},
		close: () => undefined,
	};
}

/** A cell in one line: what it was and what came of it. On a terminal's one line, reasons are short. */
function describeRow(
	{mechanism, dead, status, figures, reasons}: Row,
	length: 'short' | 'whole',
): string {
	const why = reasons.map(({name, message}) => (length === 'short' ? name : message)).join('; ');
	const cell = `${mechanism}, ${formatCount(dead)} dead`;
	const fault = status === 'ok' ? '' : `  ${status}: ${why}`;
	if (figures === undefined) {
		return cell + fault;
	}

	const {replyRate, cpuUserUs, cpuSystemUs} = figures;
	return `${cell}  ${formatCount(replyRate)} replies/s  ${formatMicroseconds(cpuUserUs + cpuSystemUs)} µs CPU/reply${fault}`;
}
