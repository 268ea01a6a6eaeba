// Which cells of a plan this machine cannot carry: known before the run, rows with their reasons.
import {describeShortage, findShortages, type Shortage} from '../budget/budget.js';
import type {Limit} from '../budget/limit.js';
import type {Facts} from '../hosts/protocol.js';
import type {MechanismFound} from '../programs/mechanisms.js';
import {type Reason, type Row, SCHEMA} from '../results/row.js';
import type {Run} from '../results/run-file.js';
import type {Subject} from '../subject.js';
import type {PlannedCell} from './plan.js';

/** Divides a run's plan into the cells that can run and the rows of those that cannot. */
export function sortOutCells(
	run: Run,
	{limits, active}: Pick<Subject, 'limits' | 'active'>,
): {feasible: PlannedCell[]; notRun: Row[]} {
	const feasible: PlannedCell[] = [];
	const notRun: Row[] = [];
	const now = new Date().toISOString();
	for (const cell of run.plan) {
		const reasons = findObstacles(cell, run, limits, active);
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
	{settings, hosts, mechanisms}: Run,
	limits: readonly Limit[],
	active: number,
): Reason[] {
	return obstaclesOf(
		{name: mechanism, found: mechanisms.find(({name}) => name === mechanism), count, servers: 1},
		{subject: settings.subject, facts: hosts.server, limits, active},
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
};

/** Why that cannot be: the kernel lacks the mechanism, or limits are too low. */
export function obstaclesOf(
	{name, found, count, servers}: Wanted,
	{subject, facts, limits, active}: Ground,
): Reason[] {
	if (found?.ok !== true) {
		const reason = found?.reason ?? `${subject} does not know it`;
		return [{name: 'probe', message: `${name} cannot be used here: ${reason}`}];
	}

	return reasonsOf(findShortages(limits, {facts, mechanism: found, active}, count, servers));
}
