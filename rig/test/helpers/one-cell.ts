// Runs one cell with the real programs, or with faulty ones in their place.
import {fileURLToPath} from 'node:url';
import {hostsHere, usualBounds} from '../../cells/cell-setting.js';
import {runCell} from '../../cells/run-cell.js';
import {Host} from '../../hosts/host.js';
import {startLocalAgent} from '../../hosts/local-carrier.js';
import type {ProgramName} from '../../hosts/protocol.js';
import {divideCpus} from '../../plan/topology.js';
import type {DphttpdSettings} from '../../plan/settings.js';
import type {Row} from '../../results/row.js';
import type {DphttpdDetail} from '../../subjects/dphttpd/detail.js';
import {dphttpdSubject} from '../../subjects/dphttpd/subject.js';
import {readFacts} from '../../hosts/facts.js';
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
export async function rowOf({faulty = {}, settings = {}, dead = 20, ready}: Change): Promise<Row> {
	const files = Object.entries(faulty).map(([name, module]) => `${name}=${helper(module)}`);
	const host = new Host(startLocalAgent([helper('faulty-agent'), ...files]));
	const topology = divideCpus(readFacts().cpus, 1, {});
	try {
		return await runCell(
			{index: 0, block: 0, repeat: 1, mechanism: 'epoll', count: dead},
			{
				hosts: hostsHere(host, topology),
				address: '127.0.0.1',
				topology,
				bounds: {...usualBounds, ...(ready !== undefined && {ready})},
				signal: new AbortController().signal,
			},
			{study: 'test', subject: await dphttpdSubject(settingsWith(settings))},
		);
	} finally {
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
