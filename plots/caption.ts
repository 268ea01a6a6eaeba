// What is written beneath a graph: what its points are, which cells are missing, and why.
import {formatNumber} from './axis.js';
import type {GraphText, InvalidCell, PointRow} from './rows.js';

/** The caption of a graph of `rows` and `invalid`. */
export function captionOf(
	rows: readonly PointRow[],
	invalid: readonly InvalidCell[],
	text: GraphText,
): string {
	const hollow = invalid.filter(({rate}) => rate !== undefined);
	const notRun = invalid.filter(({rate}) => rate === undefined);
	return [
		whatPointsAre(rows),
		text.laws ?? '',
		counted('Hollow, not joined', hollow),
		counted('Not run', notRun),
		text.notMeasured ? `Not measured: ${text.notMeasured}` : '',
	]
		.filter(sentence => sentence !== '')
		.map(sentence => (sentence.endsWith('.') ? sentence : `${sentence}.`))
		.join(' ');
}

function whatPointsAre(rows: readonly PointRow[]): string {
	const repeats = rows.flatMap(row => row.rate?.n ?? []);
	if (repeats.length === 0) {
		return 'No cell is valid.';
	}

	const [fewest, most] = [Math.min(...repeats), Math.max(...repeats)];
	if (most === 1) {
		return 'Each point is a single run.';
	}

	const runs = fewest === most ? `${most}` : `${fewest} to ${most}`;
	return `Points: medians of ${runs} runs, with their confidence intervals.`;
}

const mostReasons = 3;
const longestReason = 90;

// As in `Not run: 9 cells (6 × too few descriptors; 3 × ports used up)`.
function counted(what: string, cells: readonly InvalidCell[]): string {
	if (cells.length === 0) {
		return '';
	}

	const groups = groupByReason(cells);
	const rest = groups.slice(mostReasons).reduce((sum, {count}) => sum + count, 0);
	const reasons = [
		...groups.slice(0, mostReasons),
		...(rest > 0 ? [{reason: 'other reasons', count: rest}] : []),
	].map(({reason, count}) => (groups.length === 1 ? reason : `${formatNumber(count)} × ${reason}`));
	const cellCount = `${formatNumber(cells.length)} ${cells.length === 1 ? 'cell' : 'cells'}`;
	return `${what}: ${cellCount} (${reasons.join('; ')})`;
}

// The most frequent first. Reasons that differ in their numbers only are one, told by an example.
function groupByReason(cells: readonly InvalidCell[]): Array<{reason: string; count: number}> {
	const groups = new Map<string, {reason: string; count: number}>();
	for (const {reason} of cells) {
		const key = reason.replace(/\d[\d.,]*/g, '#');
		const group = groups.get(key) ?? {reason: shorten(reason), count: 0};
		groups.set(key, {...group, count: group.count + 1});
	}

	return [...groups.values()].sort((a, b) => b.count - a.count);
}

function shorten(reason: string): string {
	return reason.length <= longestReason
		? reason
		: `${reason.slice(0, longestReason - 1).trimEnd()}…`;
}
