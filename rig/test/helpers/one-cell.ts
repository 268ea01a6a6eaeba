// Runs cells with the real programs, or with faulty ones in their place.
import {fileURLToPath} from 'node:url';
import {hostsHere, usualBounds} from '../../site/cell-setting.js';
import {runCell} from '../../run/run-cell.js';
import {Host} from '../../site/host.js';
import {startLocalAgent} from '../../site/local-carrier.js';
import type {ProgramName} from '../../agent/protocol.js';
import {divideCpus} from '../../site/topology.js';
import type {Point} from '../../method/plan.js';
import type {DphttpdSettings} from '../../run/settings.js';
import type {Row} from '../../record/row.js';
import type {DphttpdDetail} from '../../subjects/dphttpd/detail.js';
import {dphttpdSubject} from '../../subjects/dphttpd/subject.js';
import {readFacts} from '../../agent/facts.js';
import {settingsWith} from './settings.js';

/** What is different from a good cell. */
export type Change = {
	/** Modules in rig/test/helpers/ that stand in for programs. */
	readonly faulty?: Partial<Record<ProgramName, string>>;
	readonly settings?: Partial<DphttpdSettings>;
	readonly dead?: number;
	/** In milliseconds. */
	readonly ready?: number;
};

/** The row of one cell. Its agent has ended when this returns. */
export async function rowOf({dead = 20, settings = {}, ...change}: Change): Promise<Row> {
	const own = settingsWith(settings);
	return withCells({...change, settings: own}, async run => run({mechanism: 'epoll', count: dead}));
}

/** Runs cells one after the other, of one subject and with one agent (its pid), which has ended when this returns. */
export async function withCells<T>(
	{faulty = {}, settings, ready}: Omit<Change, 'settings' | 'dead'> & {settings: DphttpdSettings},
	use: (run: (point: Point) => Promise<Row>, agent: number) => Promise<T>,
): Promise<T> {
	const files = Object.entries(faulty).map(([name, module]) => `${name}=${helper(module)}`);
	const host = new Host(startLocalAgent([helper('faulty-agent'), ...files]));
	const topology = divideCpus(readFacts().cpus, 1, {});
	const subject = await dphttpdSubject(settings);
	const setting = {
		hosts: hostsHere(host, topology),
		address: '127.0.0.1',
		topology,
		bounds: {...usualBounds, ...(ready !== undefined && {ready})},
		signal: new AbortController().signal,
	};
	try {
		return await use(
			async point =>
				runCell({index: 0, block: 0, repeat: 1, ...point}, setting, {study: 'test', subject}),
			await host.ping(),
		);
	} finally {
		await subject.end();
		await host.close();
	}
}

/** What a dphttpd cell measured; undefined of another row. */
export function dphttpdDetail({figures}: Row): DphttpdDetail | undefined {
	return figures?.detail.subject === 'dphttpd' ? figures.detail : undefined;
}

function helper(name: string): string {
	return fileURLToPath(new URL(`${name}.js`, import.meta.url));
}
