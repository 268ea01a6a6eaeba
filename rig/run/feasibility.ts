// Which cells of a plan this machine cannot carry: known before the run, rows with their reasons.
import {
	describeShortage,
	findCapacity,
	findShortages,
	type Shortage,
} from '../site/budget/budget.js';
import type {Burden, Limit} from '../site/budget/limit.js';
import {LOOPBACK} from '../site/local-host.js';
import type {Facts} from '../agent/protocol.js';
import type {MechanismFound} from '../subjects/mechanisms.js';
import {type Reason, type Row, SCHEMA} from '../record/row.js';
import type {Run} from '../record/run-file.js';
import type {Subject} from '../subjects/subject.js';
import type {PlannedCell} from '../method/plan.js';

/** Divides a run's plan into the cells that can run and the rows of those that cannot. */
export function sortOutCells(
	run: Run,
	{limits, active}: Pick<Subject, 'limits' | 'active'>,
): {feasible: PlannedCell[]; notRun: Row[]} {
	const feasible: PlannedCell[] = [];
	const notRun: Row[] = [];
	const now = new Date().toISOString();
	const held = holdingsOf(run, limits);
	for (const cell of run.plan) {
		const reasons = [...findObstacles(cell, run, limits, active), ...findOverflow(cell, held)];
		if (reasons.length === 0) {
			feasible.push(cell);
		} else {
			notRun.push({
				schema: SCHEMA,
				study: run.settings.study,
				...cell,
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
export function holdingsOf({lab, topology}: Run, limits: readonly Limit[]): Holding[] {
	if (lab === undefined || topology.label === 'shared host') {
		return [];
	}

	return lab.dead.map(({name, facts, sources}) => {
		const burden = {
			facts,
			ends: 'client' as const,
			sources: Math.max(1, sources.length),
			active: 0,
		};
		const capacity = findCapacity(limits, burden);
		return {
			name,
			count: capacity?.count ?? Number.POSITIVE_INFINITY,
			limit: capacity?.limit.name ?? 'nothing',
		};
	});
}

function findOverflow({count}: PlannedCell, held: readonly Holding[]): Reason[] {
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

function findObstacles(
	{mechanism, count}: PlannedCell,
	{settings, hosts, mechanisms, topology, lab}: Run,
	limits: readonly Limit[],
	active: number,
): Reason[] {
	return obstaclesOf(
		{name: mechanism, found: mechanisms.find(({name}) => name === mechanism), count, servers: 1},
		{
			...{subject: settings.subject, facts: hosts.server, limits, active},
			ends: topology.label === 'lab' ? 'server' : 'both',
			// Where the dead have hosts of their own, those have the ports.
			sources: lab === undefined || lab.address === LOOPBACK ? undefined : Number.POSITIVE_INFINITY,
		},
	);
}

/** What is to be carried: a mechanism by the name that people gave it, as its probe found it. */
type Wanted = {
	readonly name: string;
	readonly found: MechanismFound | undefined;
	readonly count: number;
	/** Servers at once that carry so many each. */
	readonly servers: number;
};

/** Where. */
type Ground = {
	readonly subject: string;
	readonly facts: Facts;
	readonly limits: readonly Limit[];
	readonly active: number;
	readonly ends: Burden['ends'];
	readonly sources?: Burden['sources'];
};

/** Why that cannot be: the kernel lacks the mechanism, or limits are too low. */
export function obstaclesOf(
	{name, found, count, servers}: Wanted,
	{subject, limits, ...ground}: Ground,
): Reason[] {
	if (found?.ok !== true) {
		const reason = found?.reason ?? `${subject} does not know it`;
		return [{name: 'probe', message: `${name} cannot be used here: ${reason}`}];
	}

	return reasonsOf(findShortages(limits, {...ground, mechanism: found}, count, servers));
}
