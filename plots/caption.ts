// What is written beneath a chart: what its points are, which cells are missing, and why.
import {formatNumber} from './drawing/axis.js';

/** What a caption is made of; what is absent or empty is not mentioned. */
export type CaptionParts = {
	/** How many runs are behind each point that is valid; absent where points are no medians of runs. */
	readonly repeats?: readonly number[];
	/** Sentences behind that. */
	readonly sentences?: readonly string[];
	/** Why cells are hollow, are a lower bound, or were not run: a reason for each of them. */
	readonly invalid?: readonly string[];
	readonly atLeast?: readonly string[];
	readonly notRun?: readonly string[];
	/** What the study does not measure. */
	readonly notMeasured?: string;
};

/** The caption, in whole sentences. */
export function captionOf({
	repeats,
	sentences = [],
	invalid = [],
	atLeast = [],
	notRun = [],
	notMeasured = '',
}: CaptionParts): string {
	return [
		repeats === undefined ? '' : whatPointsAre(repeats),
		...sentences,
		counted('Arrow upwards, a lower bound', atLeast),
		counted('Hollow, not joined', invalid),
		counted('Not run', notRun),
		notMeasured === '' ? '' : `Not measured: ${notMeasured}`,
	]
		.filter(sentence => sentence !== '')
		.map(sentence => (sentence.endsWith('.') ? sentence : `${sentence}.`))
		.join(' ');
}

function whatPointsAre(repeats: readonly number[]): string {
	if (repeats.length === 0) {
		return 'No cell is valid.';
	}

	const [fewest, most] = [Math.min(...repeats), Math.max(...repeats)];
	if (most === 1) {
		return 'Each point is a single run.';
	}

	const runs = fewest === most ? `${most}` : `${fewest} to ${most}`;
	return `Points: medians of ${runs} runs, with their intervals or ranges.`;
}

const mostReasons = 3;
const longestReason = 90;

// As in `Not run: 9 cells (6 × too few descriptors; 3 × ports used up)`.
function counted(what: string, reasons: readonly string[]): string {
	if (reasons.length === 0) {
		return '';
	}

	const groups = groupAlike(reasons);
	const rest = groups.slice(mostReasons).reduce((sum, {count}) => sum + count, 0);
	const told = [
		...groups.slice(0, mostReasons),
		...(rest > 0 ? [{reason: 'other reasons', count: rest}] : []),
	].map(({reason, count}) => (groups.length === 1 ? reason : `${formatNumber(count)} × ${reason}`));
	const cells = `${formatNumber(reasons.length)} ${reasons.length === 1 ? 'cell' : 'cells'}`;
	return `${what}: ${cells} (${told.join('; ')})`;
}

// The most frequent first. Reasons that differ in their numbers only are one, told by an example.
function groupAlike(reasons: readonly string[]): Array<{reason: string; count: number}> {
	const groups = new Map<string, {reason: string; count: number}>();
	for (const reason of reasons) {
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
