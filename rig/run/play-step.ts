// Plays one step of a plan, and makes a row of whatever becomes of it: never a missing row.
import {mean} from 'simple-statistics';
import {describe, Interrupted} from '../failure.js';
import {type LeftOut, type Reason, statusOf} from '../method/cell.js';
import type {Design, Step} from '../method/plan.js';
import {SLICE_MS} from '../method/slices.js';
import {type Row, SCHEMA} from '../record/row.js';
import type {CellSetting} from '../site/setting.js';
import {withPrograms} from '../subjects/programs.js';
import type {Judged, ResolvedPoint, Subject} from '../subjects/subject.js';
import type {Hooks} from '../record/hooks.js';
import {CellHooks} from './hooks.js';
import type {StandingStage} from './stage.js';

/** What a step is played with. */
export type Play = {
	readonly study: string;
	readonly subject: Subject;
	readonly design: Design;
	readonly stage: StandingStage;
	/** From 1: how often it was played, with this time. */
	readonly attempt: number;
	/** The user's commands around it. */
	readonly hooks?: Hooks | undefined;
};

/** What is said of a step that was measured. */
type Outcome = Pick<
	Row,
	| 'status'
	| 'reasons'
	| 'measures'
	| 'leftOut'
	| 'window'
	| 'detail'
	| 'sides'
	| 'logs'
	| 'positions'
	| 'slices'
>;

/**
 * The row of a step whose points are these: measured and judged, or failed with its cause.
 * @throws Interrupted: an abandoned step has no row.
 */
export async function playStep(
	step: Step,
	points: readonly ResolvedPoint[],
	setting: CellSetting,
	play: Play,
): Promise<Row> {
	const startedAt = new Date().toISOString();
	const hooks = new CellHooks(play.hooks ?? {});
	const outcome = await orFault(async () => {
		const [a, b] = points;
		await hooks.setup();
		try {
			return a !== undefined && b !== undefined && step.versus !== undefined
				? await playBoth([a, b], step.versus.first, setting, {...play, hooks})
				: await playOne(step, a as ResolvedPoint, setting, {...play, hooks});
		} finally {
			await hooks.cleanup();
		}
	});
	return {
		schema: SCHEMA,
		study: play.study,
		...step,
		attempt: play.attempt,
		...outcome,
		...(hooks.ended.length > 0 && {hooks: hooks.ended}),
		startedAt,
		endedAt: new Date().toISOString(),
	};
}

async function orFault(measure: () => Promise<Outcome>): Promise<Outcome> {
	try {
		return await measure();
	} catch (error) {
		if (error instanceof Interrupted) {
			throw error;
		}

		return {status: 'failed', reasons: [{name: 'fault', message: describe(error)}]};
	}
}

/** With the commands around it as what runs them. */
type HookedPlay = Omit<Play, 'hooks'> & {readonly hooks: CellHooks};

/** On programs of its own; or on what stands, where that grows from step to step. */
async function playOne(
	step: Step,
	point: ResolvedPoint,
	setting: CellSetting,
	{subject, stage, hooks}: HookedPlay,
): Promise<Outcome> {
	const former = await stage.former(step);
	const {growsTo} = stage;
	try {
		const {seen, badEnds} = await withPrograms(async programs => {
			const standing = await subject.stand(
				point,
				{setting, growsTo, programs: growsTo === undefined ? programs : stage.programs},
				former,
			);
			if (growsTo !== undefined) {
				stage.keep(step, standing);
			}

			return hooks.during([...stage.programs, ...programs], async () =>
				subject.load(standing, {setting, programs}),
			);
		}, stage.programs);
		const ends = stage.isLast(step) ? [...badEnds, ...(await stage.end())] : badEnds;
		const judged = subject.judge(seen, ends);
		return {status: statusOf(judged.reasons), ...storedOf(judged)};
	} catch (error) {
		await stage.end();
		throw error;
	}
}

/** Both stand at once, each with what it carries; then they are loaded in turns. */
async function playBoth(
	[a, b]: readonly [ResolvedPoint, ResolvedPoint],
	first: 0 | 1,
	setting: CellSetting,
	{subject, design, hooks}: HookedPlay,
): Promise<Outcome> {
	const {seen, badEnds} = await withPrograms(async programs => {
		const stand = async (point: ResolvedPoint, rival: ResolvedPoint) =>
			subject.stand(point, {setting, programs, rival});
		const early = first === 0 ? await stand(a, b) : await stand(b, a);
		const late = first === 0 ? await stand(b, a) : await stand(a, b);
		const standings = first === 0 ? ([early, late] as const) : ([late, early] as const);
		return hooks.during(programs, async () =>
			subject.loadInTurns === undefined
				? {
						loads: await loadOneByOne(standings, first, setting, subject),
						...{logs: {}, positions: {}, slices: undefined},
					}
				: oneLoad(await subject.loadInTurns(standings, {setting, programs}, sliceOf(design))),
		);
	});
	const sides = seen.loads.map(loads =>
		merge(loads.map(each => subject.judge(each.seen, [...each.badEnds, ...badEnds]))),
	);
	const [sideA, sideB] = sides.map(storedOf) as [Stored, Stored];
	return {
		status: statusOf(sides.flatMap(({reasons}) => reasons)),
		reasons: [],
		sides: [sideA, sideB],
		...{logs: seen.logs, positions: seen.positions},
		...(seen.slices && {slices: seen.slices}),
	};
}

/** Milliseconds of load on one side, at least. */
function sliceOf(design: Design): number {
	return design.kind === 'duet'
		? design.slice
		: ((design.kind === 'sweep' ? design.inTurns?.slice : undefined) ?? SLICE_MS);
}

/** What a load has shown, and what is wrong with the way in which its own programs ended. */
type Loaded = {readonly seen: unknown; readonly badEnds: readonly string[]};

function oneLoad({
	seen: [a, b],
	logs,
	positions,
	slices,
}: Awaited<ReturnType<NonNullable<Subject['loadInTurns']>>>) {
	const loads: readonly [Loaded[], Loaded[]] = [[{seen: a, badEnds: []}], [{seen: b, badEnds: []}]];
	return {loads, logs: {...logs}, positions: {...positions}, slices};
}

/** A B B A, or B A A B: what drifts from one load to the next is not in the ratio. Who opens is drawn in the plan. */
async function loadOneByOne(
	standings: readonly [unknown, unknown],
	first: 0 | 1,
	setting: CellSetting,
	subject: Subject,
): Promise<readonly [Loaded[], Loaded[]]> {
	const loads: [Loaded[], Loaded[]] = [[], []];
	const last = first === 0 ? 1 : 0;
	for (const side of [first, last, last, first] as const) {
		loads[side].push(
			await withPrograms(async programs => subject.load(standings[side], {setting, programs})),
		);
	}

	return loads;
}

/** Of several loads of one side: means of what was measured, and all reasons. */
function merge(all: readonly Judged[]): Judged {
	const [first] = all as readonly [Judged, ...Judged[]];
	const reasons = new Map(all.flatMap(each => each.reasons).map(each => [each.name, each]));
	return {
		measures: Object.fromEntries(
			Object.keys(first.measures).map(name => [
				name,
				mean(all.flatMap(({measures}) => measures[name] ?? [])),
			]),
		),
		reasons: [...reasons.values()],
		...{leftOut: first.leftOut, detail: first.detail},
	};
}

type Stored = {
	measures: Record<string, number>;
	reasons: Reason[];
	leftOut?: LeftOut[];
	window?: NonNullable<Row['window']>;
	detail?: Record<string, unknown>;
};

function storedOf({measures, reasons, leftOut = [], window, detail}: Judged): Stored {
	return {
		measures: {...measures},
		reasons: [...reasons],
		...(leftOut.length > 0 && {leftOut: [...leftOut]}),
		...(window && {window}),
		...(detail && {detail: {...detail}}),
	};
}
