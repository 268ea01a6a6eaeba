// Which steps of a plan a machine cannot carry: known before the run, rows with their reasons.
import type {Reason} from '../method/cell.js';
import type {Step} from '../method/plan.js';
import {findOption, type Option} from '../record/option.js';
import type {Run} from '../record/run-file.js';
import {type Row, SCHEMA} from '../record/row.js';
import {
	describeShortage,
	findCapacity,
	findShortages,
	type Shortage,
} from '../site/budget/budget.js';
import type {Demand} from '../site/budget/limit.js';
import {LOOPBACK} from '../site/loopback.js';
import {type ResolvedPoint, type Subject, titleOf} from '../subjects/subject.js';
import {resolvePoint} from './settings.js';

/** The points of a step with a level for every factor: one, or those of its two sides, A's first. */
export function pointsOfStep({point, versus}: Step, run: Run, subject: Subject): ResolvedPoint[] {
	const points = versus?.sides.map(side => ({...point, ...side})) ?? [point];
	return points.map(each => resolvePoint(each, run.settings, subject, run.options));
}

/** Divides a run's plan into the steps that can be played and the rows of those that cannot. */
export function sortOutSteps(run: Run, subject: Subject): {feasible: Step[]; notRun: Row[]} {
	const feasible: Step[] = [];
	const notRun: Row[] = [];
	const now = new Date().toISOString();
	const held = holdingsOf(run, subject);
	for (const step of run.plan) {
		const points = pointsOfStep(step, run, subject);
		const reasons = [
			...points.flatMap(point => findObstacles(point, points.length, run, subject)),
			...findOverflow(points, held, subject),
		];
		if (reasons.length === 0) {
			feasible.push(step);
		} else {
			notRun.push({
				schema: SCHEMA,
				study: run.settings.study,
				...step,
				attempt: 1,
				status: 'not-run',
				reasons,
				startedAt: now,
				endedAt: now,
			});
		}
	}

	return {feasible, notRun};
}

/** What a host of dead connections can hold, and what stops it from more. */
type Holding = {readonly name: string; readonly count: number; readonly limit: string};

/** Of each host of dead connections; none where they are on the server's machine, whose limits say it. */
export function holdingsOf({lab, topology}: Run, {limits}: Subject): Holding[] {
	if (lab === undefined || topology.label === 'shared host') {
		return [];
	}

	return lab.dead.map(({name, facts, sources}) => {
		const demand = {
			facts,
			ends: 'client' as const,
			sources: Math.max(1, sources.length),
			active: 0,
		};
		const capacity = findCapacity(limits, demand);
		return {
			name,
			count: capacity?.count ?? Number.POSITIVE_INFINITY,
			limit: capacity?.limit.name ?? 'nothing',
		};
	});
}

function findOverflow(
	points: readonly ResolvedPoint[],
	held: readonly Holding[],
	subject: Subject,
): Reason[] {
	const count = points.reduce((sum, point) => sum + populationOf(point, subject), 0);
	const most = held.reduce((sum, each) => sum + each.count, 0);
	if (held.length === 0 || count <= most) {
		return [];
	}

	const each = held.map(({name, count: own, limit}) => `${name} ${own} (${limit})`);
	return [
		{
			name: 'dead hosts',
			message: `the dead hosts hold ${most} connections, needed are ${count}: ${each.join(', ')}; give them more addresses or memory, or add hosts to the group dead`,
			value: most,
			needed: count,
		},
	];
}

/** How many a cell carries of what limits bound. */
function populationOf({levels}: ResolvedPoint, {population}: Subject): number {
	return Number(levels[population] ?? 0);
}

/** Why a point cannot be: the host lacks what it names, or limits are too low for so many at once. */
function findObstacles(
	point: ResolvedPoint,
	servers: number,
	{settings, hosts, topology, lab}: Run,
	subject: Subject,
): Reason[] {
	const impossible = subject.impossible?.(point);
	if (impossible !== undefined) {
		return [{name: 'impossible', message: impossible}];
	}

	const found = optionOf(point, subject);
	if (found !== undefined && !found.ok) {
		const reason = found.reason ?? `${titleOf(settings.subject)} does not know it`;
		return [{name: 'probe', message: `${found.name} cannot be used here: ${reason}`}];
	}

	const demand: Demand = {
		facts: hosts.server,
		ends: topology.label === 'lab' ? 'server' : 'both',
		// Where the dead have hosts of their own, those have the ports.
		sources: lab === undefined || lab.address === LOOPBACK ? undefined : Number.POSITIVE_INFINITY,
		active: subject.active(point.levels),
		levels: point.levels,
		option: found,
	};
	return reasonsOf(findShortages(subject.limits, demand, populationOf(point, subject), servers));
}

/** What the host has of a point's contender; undefined where nothing need be asked. */
function optionOf(
	{levels, build, options}: ResolvedPoint,
	{contender}: Subject,
): Option | undefined {
	const known = options[contender];
	const name = String(levels[contender]);
	const full = build === undefined ? name : `${name}@${build}`;
	return known && (findOption(known, full) ?? {name: full, kind: '', ok: false});
}

/** Shortages as the reasons of a row. */
function reasonsOf(shortages: readonly Shortage[]): Reason[] {
	return shortages.map(shortage => ({
		name: shortage.limit,
		message: describeShortage(shortage),
		value: shortage.value,
		needed: shortage.needed,
		remedy: shortage.remedy,
	}));
}
