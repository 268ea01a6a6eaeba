// Rows for tests of what is made of them.
import {planCells} from '../../method/plan.js';
import {divideCpus} from '../../site/topology.js';
import {readFacts} from '../../agent/facts.js';
import {type Row, SCHEMA} from '../../record/row.js';
import {type Run, runFile} from '../../record/run-file.js';
import {cellsFile} from '../../record/cells-file.js';
import type {DphttpdSettings} from '../../run/settings.js';
import {settingsWith} from './settings.js';

const replyTimeUs = {count: 1, mean: 1, min: 1, p50: 1, p90: 1, p99: 1, 'p99.9': 1, max: 1};
const cpu = {user: 1, system: 1};

/** A run of the test settings on this machine. */
export function someRun(changes: Partial<DphttpdSettings> = {}): Run {
	const settings = settingsWith(changes);
	const facts = readFacts();
	return {
		schema: SCHEMA,
		startedAt: '2002-10-30T12:00:00.000Z',
		settings,
		topology: divideCpus([0, 1], 1, {}),
		hosts: {server: facts, load: facts, dead: facts},
		git: null,
		mechanisms: [{name: 'epoll', kind: 'readiness', ok: true}],
		plan: planCells(settings),
	};
}

/** A measured cell. */
export function someRow(changes: Partial<Row> = {}, rate = 1000): Row {
	return {
		schema: SCHEMA,
		study: 'test',
		index: 0,
		block: 0,
		repeat: 1,
		mechanism: 'epoll',
		count: 0,
		status: 'ok',
		reasons: [],
		startedAt: '2002-10-30T12:00:00.000Z',
		endedAt: '2002-10-30T12:00:01.000Z',
		figures: {
			rate,
			seconds: 1,
			operations: rate,
			cpuUserUs: 2,
			cpuSystemUs: 5,
			waits: 0.1,
			detail: {
				subject: 'dphttpd',
				replyTimeUs,
				limiter: 'server',
				setupSeconds: 0,
				population: {
					before: {server: 0, client: 0},
					during: {server: 0, client: 0},
					after: {server: 0, client: 0},
				},
				server: {
					seconds: 1,
					replies: rate,
					cpuShare: 1,
					waitShare: 0,
					waits: 1,
					controls: 0,
					syscalls: {recvfrom: 1},
					connections: 10,
					refused: 0,
					rss: 1,
				},
				client: {cpuShare: 0.5, waitShare: 0, bottleneck: 'not the client'},
				kernel: {},
				sockets: {},
				httperf: {
					reason: 'duration',
					total: {connections: 10, replies: rate, seconds: 1},
					window: {seconds: 1, replies: rate, rate, bins: [], cpu, cpuShare: 0.5},
					replyTimeUs,
					status: {'2xx': rate},
					errors: {total: 0},
					bottleneck: 'not the client',
				},
			},
		},
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
