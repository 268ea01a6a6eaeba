// Runs cells with the real programs, or with faulty ones in their place.
import {fileURLToPath} from 'node:url';
import {readFacts} from '../../agent/facts.js';
import type {Point} from '../../method/factor.js';
import type {Step} from '../../method/plan.js';
import type {Options} from '../../record/option.js';
import type {Row} from '../../record/row.js';
import type {Settings} from '../../record/settings.js';
import {playStep} from '../../run/play-step.js';
import {resolvePoint} from '../../run/settings.js';
import {StandingStage} from '../../run/stage.js';
import {Host} from '../../site/host.js';
import {startLocalAgent} from '../../site/local.js';
import {hostsHere, usualBounds} from '../../site/setting.js';
import {divideCpus} from '../../site/topology.js';
import type {DphttpdDetail} from '../../subjects/dphttpd/detail.js';
import {findSubject} from '../../subjects/subject.js';
import {settingsWith, type SettingsChange} from './settings.js';

/** What is different from a good cell. */
export type Change = {
	/** Modules in rig/test/helpers/ that stand in for programs, by the programs' names. */
	readonly faulty?: Readonly<Record<string, string>>;
	readonly set?: SettingsChange['set'];
	readonly dead?: number;
	/** In milliseconds. */
	readonly ready?: number;
};

/** The row of one cell. Its agent has ended when this returns. */
export async function rowOf({dead = 20, set = {}, ...change}: Change): Promise<Row> {
	return withCells({...change, settings: settingsWith({set})}, async run =>
		run({mechanism: 'epoll', dead}),
	);
}

/** Runs cells one after the other, of one subject and with one agent (its pid), which has ended when this returns. */
export async function withCells<T>(
	{faulty = {}, settings, ready}: Omit<Change, 'set' | 'dead'> & {settings: Settings},
	use: (run: (point: Point) => Promise<Row>, agent: number) => Promise<T>,
): Promise<T> {
	const files = Object.entries(faulty).map(([name, module]) => `${name}=${helper(module)}`);
	const host = new Host('this machine', () => startLocalAgent([helper('faulty-agent'), ...files]));
	await host.open();
	const topology = divideCpus(readFacts().cpus, 'one', {});
	const subject = await findSubject('dphttpd');
	const setting = {
		hosts: hostsHere(host, topology),
		address: '127.0.0.1',
		topology,
		bounds: {...usualBounds, ...(ready !== undefined && {ready})},
		countsInstructions: false,
		signal: new AbortController().signal,
	};
	const options: Options = {};
	const stage = new StandingStage(settings);
	try {
		return await use(
			async point => {
				const step: Step = {index: 0, block: 0, repeat: 1, point: {...point}};
				return playStep(step, [resolvePoint(point, settings, subject, options)], setting, {
					study: 'test',
					design: settings.design,
					attempt: 1,
					...{subject, stage},
				});
			},
			await host.ping(),
		);
	} finally {
		await stage.end();
		await host.close();
	}
}

/** What a dphttpd cell kept beside its measures; undefined where nothing was measured. */
export function dphttpdDetail({detail}: Pick<Row, 'detail'>): DphttpdDetail | undefined {
	return detail as DphttpdDetail | undefined;
}

function helper(name: string): string {
	return fileURLToPath(new URL(`${name}.js`, import.meta.url));
}
