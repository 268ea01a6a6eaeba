// Verdicts on a family of comparisons, at a level such that all of their intervals hold together.
import {
	exponential,
	type Interval,
	scaled,
	studentInterval,
	sumOf,
	type Variance,
} from './interval.js';
import {repeatsNeeded} from './repeats.js';
import {type Estimate, estimatesOf, type Sampled} from './samples.js';
import {type Estimated, shiftOf} from './shift.js';
import {type Direction, judgeInterval, type Verdict} from './verdict.js';

/** Two sides of one measure, at one point: a count, a curve, or the law of a curve. */
export type Compared = Sampled & {
	readonly better: Direction;
	/**
	 * The smallest effect that matters, where it is not that of the family: a share (0.03) of a ratio,
	 * else in the unit of the difference, without which no difference is called the same.
	 */
	readonly effect?: number;
};

/** What leads to a verdict, where there is none. */
type Remedy =
	/** So many repeats do, in 80 % of cases at least. */
	| {readonly repeats: number}
	/** No number of repeats does. */
	| {readonly instead: 'several runs a side, or a duet' | 'a larger effect, or a quieter machine'};

/** What is found. */
export type Judged = {
	/** B/A, or B less A; of a point that is judged against the shift, what is left without it. */
	readonly value: number;
	/** As it was measured. */
	readonly measured: number;
	/** Undefined where it would not hold what it says: fewer than two repeats, or an unknown drift. */
	readonly interval: Interval | undefined;
	/** Undefined of fewer than two repeats: these are numbers, and no judgement. */
	readonly verdict: Verdict | undefined;
	readonly n: number;
	/** What the value is relative to: side A, or the shift that all points share. */
	readonly against: 'A' | 'shift';
	/** Only where one cannot tell. */
	readonly remedy: Remedy | undefined;
};

/** All of a family. */
type Judgement = {
	/** That all its intervals hold, and how many they are. */
	readonly confidence: number;
	readonly tests: number;
	/** Of each interval (Bonferroni). */
	readonly level: number;
	/** One for each point that was given, in order; undefined where a side has no value. */
	readonly points: ReadonlyArray<Judged | undefined>;
	/** What all points of a measure share, where two runs were made in sequence. */
	readonly shifts: ReadonlyMap<string, Judged>;
};

/** A question, ready for its interval. */
type Question = {
	readonly point: Compared;
	readonly measured: number;
	readonly n: number;
	readonly against: 'A' | 'shift';
	/** Undefined where there is no error, or it is not known. */
	readonly tested: Estimated | undefined;
	/** The part of the error that repeats make smaller, and the one that they do not. */
	readonly own: Variance | undefined;
	readonly floor: Variance | undefined;
};

/**
 * Judges all comparisons of a family, points and laws alike. The points of two runs in sequence are
 * judged against the shift that they share, where there is one, and that shift against the drift of
 * the machine: a build that is slower everywhere shows in the shift, one that is slower
 * somewhere in its points. `effect` is the smallest ratio that matters, as in 0.03.
 */
export function judge(
	points: readonly Compared[],
	{effect, confidence = 0.95}: {readonly effect: number; readonly confidence?: number},
): Judgement {
	const estimates = estimatesOf(points);
	const shifts = shiftsOf(points, estimates);
	const questions = points.map((point, index) => {
		const estimate = estimates[index];
		return estimate && questionOf(point, estimate, shifts.get(point.measure));
	});
	const ofShifts = [...shifts].map(([measure, shift]) => [measure, shiftQuestion(shift)] as const);
	const all = [...questions, ...ofShifts.map(([, question]) => question)];
	const tests = all.filter(question => question?.tested !== undefined).length;
	const level = 1 - (1 - confidence) / Math.max(1, tests);
	const answer = (question: Question) => answerTo(question, effect, level);
	return {
		confidence,
		tests,
		level,
		points: questions.map(question => question && answer(question)),
		shifts: new Map(ofShifts.map(([measure, question]) => [measure, answer(question)])),
	};
}

type Shift = {readonly point: Compared; readonly estimated: Estimated; readonly n: number};

function shiftsOf(
	points: readonly Compared[],
	estimates: ReadonlyArray<Estimate | undefined>,
): Map<string, Shift> {
	const shifts = new Map<string, Shift>();
	for (const measure of new Set(points.map(point => point.measure))) {
		const shared = points.flatMap((point, index) => {
			const estimate = estimates[index];
			return point.measure === measure && point.samples.kind === 'sequence' && estimate?.error
				? [{point, value: estimate.value, error: estimate.error, n: estimate.n}]
				: [];
		});
		const [first] = shared;
		const estimated = shiftOf(shared);
		if (first && estimated) {
			const n = Math.min(...shared.map(each => each.n));
			shifts.set(measure, {point: first.point, estimated, n});
		}
	}

	return shifts;
}

function questionOf(point: Compared, estimate: Estimate, shift: Shift | undefined): Question {
	const {value, n, error} = estimate;
	const common = {point, measured: value, n, own: error};
	if (error === undefined || point.samples.kind !== 'sequence') {
		return {
			...{...common, against: 'A', floor: undefined},
			tested: error && {value, error},
		};
	}

	if (shift) {
		// The shift's own freedom would make a point whose spread happens to be small too sure of it.
		const own = {...error, variance: error.variance + shift.estimated.error.variance};
		return {
			...{...common, own, against: 'shift', floor: undefined},
			tested: {value: value - shift.estimated.value, error: own},
		};
	}

	return {...common, against: 'A', ...withDrift(point, {value, error})};
}

function shiftQuestion({point, estimated, n}: Shift): Question {
	const common = {point, measured: estimated.value, n, own: estimated.error};
	return {...common, against: 'A', ...withDrift(point, estimated)};
}

/** What drifts between two runs is in neither, and twice in their difference. */
function withDrift({samples}: Compared, {value, error}: Estimated) {
	const drift = samples.kind === 'sequence' ? samples.drift : undefined;
	const floor = drift && {variance: 2 * drift.sd ** 2, freedom: drift.freedom};
	return {floor, tested: floor && {value, error: sumOf([error, floor])}};
}

function answerTo(question: Question, familyEffect: number, level: number): Judged {
	const {point, measured, n, against, tested, own} = question;
	const isRatio = point.scale !== 'difference';
	const effect = isRatio ? Math.log1p(point.effect ?? familyEffect) : point.effect;
	const interval = tested && studentInterval(tested.value, tested.error, level);
	const verdict = interval
		? judgeInterval(interval, point.better, effect)
		: own && ('cannot tell' as const);
	const value = tested?.value ?? measured;
	return {
		value: isRatio ? Math.exp(value) : value,
		measured: isRatio ? Math.exp(measured) : measured,
		interval: interval && isRatio ? exponential(interval) : interval,
		verdict,
		n,
		against,
		remedy: verdict === 'cannot tell' ? remedyOf(question, effect, level) : undefined,
	};
}

/** A difference without an effect that matters has no plan. */
function remedyOf(
	{point, n, tested, own, floor}: Question,
	effect: number | undefined,
	level: number,
): Remedy | undefined {
	if (own === undefined || effect === undefined) {
		return undefined;
	}

	const repeats = tested && repeatsNeeded({spread: scaled(own, n), n, floor, effect, level});
	if (repeats !== undefined) {
		return {repeats};
	}

	return {
		instead:
			point.samples.kind === 'sequence'
				? 'several runs a side, or a duet'
				: 'a larger effect, or a quieter machine',
	};
}
