// Rows for tests of what is made of them.
import {readFacts} from '../../agent/facts.js';
import type {Axes} from '../../method/cell.js';
import {planSteps} from '../../method/plan.js';
import {cellsFile} from '../../record/cells-file.js';
import {type Row, SCHEMA} from '../../record/row.js';
import {type Run, runFile} from '../../record/run-file.js';
import {divideCpus} from '../../site/topology.js';
import {factors} from '../../subjects/dphttpd/factors.js';
import {type SettingsChange, settingsWith} from './settings.js';

/** The axes of the test settings. */
export const axes: Axes = {x: 'dead', lines: ['mechanism'], factors};

/** A run of the test settings on this machine. */
export function someRun(changes: SettingsChange = {}): Run {
	const settings = settingsWith(changes);
	const facts = readFacts();
	return {
		schema: SCHEMA,
		startedAt: '2002-10-30T12:00:00.000Z',
		settings,
		topology: divideCpus([0, 1], 'one', {}),
		hosts: {server: facts, load: facts, dead: facts},
		git: null,
		options: {mechanism: [{name: 'epoll', kind: 'readiness', ok: true}]},
		plan: planSteps(settings),
	};
}

/** What a test says of a row beside what all have. */
export type RowChange = Partial<Row> & {readonly mechanism?: string; readonly dead?: number};

/** A measured cell. */
export function someRow(
	{mechanism = 'epoll', dead = 0, ...changes}: RowChange = {},
	rate = 1000,
): Row {
	return {
		schema: SCHEMA,
		study: 'test',
		index: 0,
		block: 0,
		repeat: 1,
		attempt: 1,
		point: {mechanism, dead},
		status: 'ok',
		reasons: [],
		startedAt: '2002-10-30T12:00:00.000Z',
		endedAt: '2002-10-30T12:00:01.000Z',
		measures: {rate, cpu: 7, capacity: 1e6 / 7, 'cpu.user': 2, 'cpu.system': 5, waits: 0.1},
		...changes,
	};
}

/** Writes a results folder as a run leaves it. */
export function writeResults(folder: string, rows: readonly Row[], run = someRun()): void {
	runFile.write(folder, run);
	const file = cellsFile.open(folder);
	for (const row of rows) {
		file.append(row);
	}

	file.close();
}
