// Which cells of a plan this machine cannot carry: known before the run, rows with their reasons.
import {describeShortage, findShortages, type Shortage} from '../budget/budget.js';
import type {Limit} from '../budget/limit.js';
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
export function reasonsOf(shortages: readonly Shortage[]): Reason[] {
	return shortages.map(shortage => ({
		name: shortage.limit,
		message: describeShortage(shortage),
		value: shortage.value,
		needed: shortage.needed,
		remedy: shortage.remedy,
	}));
}

function findObstacles(
	{mechanism: name, count}: PlannedCell,
	{settings, hosts, mechanisms}: Run,
	limits: readonly Limit[],
	active: number,
): Reason[] {
	const mechanism = mechanisms.find(found => found.name === name);
	if (mechanism?.ok !== true) {
		const reason = mechanism?.reason ?? `${settings.subject} does not know it`;
		return [{name: 'probe', message: `${name} cannot be used here: ${reason}`}];
	}

	return reasonsOf(findShortages(limits, {facts: hosts.server, mechanism, active}, count));
}
