// All steps of a run, in the order in which they are played, and which one is next.
import {shuffle} from 'simple-statistics';
import {z} from 'zod';
import {pairContenders} from './contenders.js';
import {type Level, levelSchema, type Point, pointSchema} from './factor.js';
import {seededRandom} from './random.js';

const side = z.literal([0, 1]);

export const stepSchema = z.object({
	/** Its place in the order, from 0. */
	index: z.int(),
	/** The block that it belongs to, from 0. */
	block: z.int(),
	/** From 1. */
	repeat: z.int(),
	/** The level of each varied factor; of a step with two sides, what both have in common. */
	point: pointSchema,
	/** Two sides at once: what each has beside the point, A's first, and which is stood up first. */
	versus: z.object({sides: z.tuple([pointSchema, pointSchema]), first: side}).optional(),
});

/** One point that is measured once, or two that are measured in turns. */
export type Step = z.infer<typeof stepSchema>;

/** How the steps of a run lie in time. */
export const designSchema = z.discriminatedUnion('kind', [
	/** Random blocks. */
	z.object({
		kind: z.literal('sweep'),
		/** The contender that the others are held against; undefined: the first. */
		baseline: levelSchema.optional(),
		/** Each of the others stands beside it, and both are loaded in turns, of so many milliseconds at least. */
		inTurns: z.object({contender: z.string(), slice: z.number().positive()}).optional(),
	}),
	/** What stands grows from cell to cell, in this factor. */
	z.object({kind: z.literal('growing'), factor: z.string()}),
	/** Two sides at once, loaded in turns. */
	z.object({
		kind: z.literal('duet'),
		sides: z.tuple([pointSchema, pointSchema]),
		/** Milliseconds of load on one side, at least. */
		slice: z.number().positive(),
		/** The smallest effect that matters, as in 0.03. */
		effect: z.number().positive(),
	}),
]);
export type Design = z.infer<typeof designSchema>;

/** So many steps of a design, as in 12 cells, or 1 duet. */
export function countSteps(count: number, design: Design): string {
	const inTurns = design.kind === 'sweep' && design.inTurns !== undefined;
	const step = inTurns || design.kind === 'duet' ? 'duet' : 'cell';
	return `${count} ${step}${count === 1 ? '' : 's'}`;
}

/** What a plan is made of. */
export type Layout = {
	readonly vary: Readonly<Record<string, readonly Level[]>>;
	/** The factor on the x axis. */
	readonly x: string;
	readonly repeats: number;
	readonly seed: number;
	readonly design: Design;
};

/** The steps of a layout; the same seed gives the same. */
export function planSteps(layout: Layout): Step[] {
	const random = seededRandom(layout.seed);
	return stepsOf(layout, random).map((step, index) => ({index, ...step}));
}

function stepsOf(layout: Layout, random: () => number): Unnumbered[] {
	const {design} = layout;
	if (design.kind === 'duet') {
		return duetSteps(layout, design.sides, random);
	}

	if (design.kind === 'growing') {
		return growingSteps(layout, design.factor, random);
	}

	const {inTurns} = design;
	return inTurns
		? turnSteps(layout, inTurns.contender, design.baseline, random)
		: blockedSteps(layout, random);
}

/** Every combination of levels, a level of each factor. */
export function combine(vary: Layout['vary']): Point[] {
	return Object.entries(vary).reduce<Point[]>(
		(points, [name, levels]) =>
			points.flatMap(point => levels.map(level => ({...point, [name]: level}))),
		[{}],
	);
}

/** What is known of a step that was played. */
export type Played = {readonly index: number; readonly isDisturbed: boolean};

/**
 * What is to be played next: the first step of the plan that was not played, but before the next block
 * begins, those of this one that something passing has disturbed, `retries` times each at most. The
 * same after an interruption as without one.
 */
export function nextStep(
	plan: readonly Step[],
	played: readonly Played[],
	retries: number,
): {step: Step; attempt: number} | undefined {
	const tries = new Map<number, {count: number; isDisturbed: boolean}>();
	for (const {index, isDisturbed} of played) {
		tries.set(index, {count: (tries.get(index)?.count ?? 0) + 1, isDisturbed});
	}

	const fresh = plan.find(({index}) => !tries.has(index));
	const again = plan.find(({index, block}) => {
		const before = tries.get(index);
		return (
			before?.isDisturbed === true && before.count <= retries && (fresh?.block ?? Infinity) > block
		);
	});
	const step = again ?? fresh;
	return step && {step, attempt: (tries.get(step.index)?.count ?? 0) + 1};
}

type Unnumbered = Omit<Step, 'index'>;

/**
 * Random blocked order. These machines drift by tens of percent within a minute (shared processors,
 * turbo, heat), so cells that are compared must not lie far apart: a block is one repeat of one level
 * of x, in which the lines of the graph follow each other. They do so in shuffled order, and the blocks
 * of a repeat are shuffled too, so that no drift falls on the same line, or the same level, each time.
 * Repeats are the outer loop: a run that is cut short has whole curves.
 */
function blockedSteps({vary, x, repeats}: Layout, random: () => number): Unnumbered[] {
	const steps: Unnumbered[] = [];
	const lines = linesOf(vary, x);
	let block = 0;
	for (let repeat = 1; repeat <= repeats; repeat++) {
		for (const level of shuffle([...(vary[x] ?? [])], random)) {
			for (const line of shuffle([...lines], random)) {
				steps.push({block, repeat, point: orderedPoint(vary, {...line, [x]: level})});
			}

			block++;
		}
	}

	return steps;
}

/** As random blocks, but each contender with the one that it is held against, both at once. */
function turnSteps(
	{vary, x, repeats}: Layout,
	contender: string,
	baseline: Level | undefined,
	random: () => number,
): Unnumbered[] {
	const {[contender]: contenders = [], ...others} = vary;
	const {pairs} = pairContenders(contenders, baseline);
	const steps = linesOf(others, x).flatMap(line => pairs.map(pair => ({line, pair})));
	let block = 0;
	return Array.from({length: repeats}, (_, index) => index + 1).flatMap(repeat =>
		shuffle([...(vary[x] ?? [])], random).flatMap(level => {
			const played = shuffle(steps, random).map(({line, pair}) => ({
				...{block, repeat},
				point: orderedPoint(others, {...line, [x]: level}),
				versus: versus([{[contender]: pair[0]}, {[contender]: pair[1]}], random),
			}));
			block++;
			return played;
		}),
	);
}

/**
 * Where what stands grows from cell to cell, the levels of a line follow each other: what is compared
 * are then runs, such as the boots of two kernels, and not the lines of one.
 */
function growingSteps({vary, repeats}: Layout, factor: string, random: () => number): Unnumbered[] {
	const ascending = [...(vary[factor] ?? [])].sort((a, b) => Number(a) - Number(b));
	const lines = linesOf(vary, factor);
	return Array.from({length: repeats}, (_, index) => index + 1).flatMap(repeat =>
		shuffle([...lines], random).flatMap(line =>
			ascending.map((level, place) => ({
				block: (repeat - 1) * ascending.length + place,
				repeat,
				point: orderedPoint(vary, {...line, [factor]: level}),
			})),
		),
	);
}

/**
 * Points are shuffled within each repeat, and which side is stood up first is drawn anew each time:
 * what comes with being first (memory, descriptors, ports) falls on both sides alike.
 */
function duetSteps(
	{vary, repeats}: Layout,
	[a, b]: readonly [Point, Point],
	random: () => number,
): Unnumbered[] {
	const points = linesOf(vary, undefined);
	let block = 0;
	return Array.from({length: repeats}, (_, index) => index + 1).flatMap(repeat =>
		shuffle([...points], random).map(point => ({
			block: block++,
			repeat,
			point,
			versus: versus([a, b], random),
		})),
	);
}

/** Two sides at once; which is stood up first is drawn. */
function versus(sides: [Point, Point], random: () => number): NonNullable<Step['versus']> {
	return {sides, first: random() < 0.5 ? 0 : 1};
}

/** Every combination of the levels of all varied factors but `x`. */
function linesOf(vary: Layout['vary'], x: string | undefined): Point[] {
	return combine(Object.fromEntries(Object.entries(vary).filter(([name]) => name !== x)));
}

/** Factors in the order of the study, whichever is x. */
function orderedPoint(vary: Layout['vary'], point: Point): Point {
	return Object.fromEntries(Object.keys(vary).map(name => [name, point[name] as Level]));
}
