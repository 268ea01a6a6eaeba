// One run of duets on this machine, from its settings to its results folder.
import {hostsHere, usualBounds} from '../../site/cell-setting.js';
import {Interrupted, UsageError} from '../../failure.js';
import {Host} from '../../site/host.js';
import {startLocalAgent} from '../../site/local-carrier.js';
import {LOOPBACK, withLocalHost} from '../../site/local-host.js';
import {obstaclesOf} from '../feasibility.js';
import {
	type DphttpdSettings,
	type Overrides,
	refuseSlowed,
	resolveMechanism,
	resolveSettings,
} from '../settings.js';
import {type CpuChoice, divideCpus} from '../../site/topology.js';
import {findMechanismsOf, listMechanisms, type MechanismFound} from '../../subjects/mechanisms.js';
import {makeFolder} from '../../record/folder.js';
import {readGit} from '../../record/provenance.js';
import {SCHEMA} from '../../record/row.js';
import type {NamedStudy} from '../study.js';
import {findDphttpdGates, findDphttpdLimits} from '../../subjects/dphttpd/subject.js';
import {type DuetRun, duetFile, type PlannedDuet} from './duet-file.js';
import {type DuetRow, duetRows} from './duet-row.js';
import type {DuetSetting} from './measure.js';
import {planDuets} from './plan.js';
import {playDuet} from './play-duet.js';
import {agentOf, type Side} from './side.js';

/** What a run of duets is told. */
export type DuetOrder = {
	readonly study: NamedStudy;
	readonly sides: readonly [Side, Side];
	readonly overrides: Omit<Overrides, 'mechanisms'>;
	/** In milliseconds. */
	readonly slice: number;
	readonly effect: number;
	readonly cpus: CpuChoice;
};

/** Told of the run before its duets, and of each row. */
export type DuetListener = {
	readonly began: (run: DuetRun) => void;
	readonly ended: (row: DuetRow) => void;
};

/** What became of it. */
export type DuetOutcome = {
	readonly run: DuetRun;
	readonly rows: readonly DuetRow[];
	readonly interrupted: boolean;
};

/**
 * Plays the duets of `order` and keeps each row in `folder`, empty or not there yet. All that it
 * started has ended when this returns.
 * @throws UsageError before anything is written, where the order makes no sense.
 */
export async function runDuets(
	order: DuetOrder,
	folder: string,
	signal: AbortSignal,
	listener: DuetListener,
): Promise<DuetOutcome> {
	return withLocalHost(async host =>
		withSideHosts(order.sides, host, async ([hostA, hostB]) => {
			const found = await Promise.all(
				[hostA, hostB].map(async (each, index) => {
					const {build, mechanism} = order.sides[index] as Side;
					return build === null
						? findMechanismsOf(each, 'dphttpd', [mechanism], signal)
						: listMechanisms(each, 'dphttpd', signal);
				}),
			);
			const run = await prepare(order, host, found);
			makeFolder(folder);
			duetFile.write(folder, run);
			listener.began(run);
			const [a, b] = run.sides;
			const setting: DuetSetting = {
				hosts: hostsHere(host, run.topology),
				address: LOOPBACK,
				topology: run.topology,
				bounds: usualBounds,
				signal,
				settings: run.settings as DphttpdSettings,
				slice: run.slice,
				sides: [
					{...a, host: hostA},
					{...b, host: hostB},
				],
			};
			return playAll(run, setting, folder, {found, listener});
		}),
	);
}

async function prepare(
	order: DuetOrder,
	host: Host,
	found: ReadonlyArray<readonly MechanismFound[]>,
): Promise<DuetRun> {
	const facts = await host.facts();
	const {study, overrides, slice, effect, cpus} = order;
	const sides = order.sides.map((side, index): Side => {
		return {...side, mechanism: resolveMechanism(side.mechanism, found[index] ?? [])};
	}) as [Side, Side];
	const mechanisms = sides.map(({mechanism}) => mechanism);
	const settings = resolveSettings(study, {...overrides, mechanisms}, found.flat());
	if (settings.subject !== 'dphttpd' || settings.paper) {
		throw new UsageError(`a duet needs a study of dphttpd, as quick is; ${study.name} is none`);
	}

	for (const {mechanism, faults} of sides) {
		refuseSlowed(settings.servers?.includes(mechanism) ? [mechanism] : [], faults);
	}

	return {
		schema: SCHEMA,
		startedAt: new Date().toISOString(),
		sides,
		settings,
		mechanisms: sides.flatMap(({mechanism}, index) =>
			(found[index] ?? []).filter(({name}) => name === mechanism),
		),
		slice,
		effect,
		topology: divideCpus(facts.cpus, study.study.fixed.serverCpus, cpus),
		hosts: {server: facts, load: facts, dead: facts},
		git: await readGit(),
		plan: planDuets(settings),
	};
}

async function playAll(
	run: DuetRun,
	setting: DuetSetting,
	folder: string,
	{found, listener}: {found: readonly MechanismFound[][]; listener: DuetListener},
): Promise<DuetOutcome> {
	const gates = await findDphttpdGates();
	const ground = {
		subject: run.settings.subject,
		facts: run.hosts.server,
		limits: await findDphttpdLimits(),
		active: setting.settings.connections,
		ends: 'both' as const,
	};
	const rows: DuetRow[] = [];
	const file = duetRows.open(folder);
	try {
		for (const duet of run.plan) {
			const reasons = run.sides.flatMap(({name, mechanism}, index) =>
				obstaclesOf(
					{
						name,
						found: found[index]?.find(each => each.name === mechanism),
						count: duet.count,
						servers: run.sides.length,
					},
					ground,
				),
			);
			const row =
				reasons.length > 0 ? notPlayed(duet, reasons) : await playDuet(duet, setting, gates);
			file.append(row);
			rows.push(row);
			listener.ended(row);
		}

		return {run, rows, interrupted: false};
	} catch (error) {
		if (error instanceof Interrupted) {
			return {run, rows, interrupted: true};
		}

		throw error;
	} finally {
		file.close();
	}
}

function notPlayed(duet: PlannedDuet, reasons: DuetRow['reasons']): DuetRow {
	const now = new Date().toISOString();
	return {schema: SCHEMA, ...duet, status: 'not-run', reasons, startedAt: now, endedAt: now};
}

/** Each side's agent: this build's, or one of the build that the side is of. */
async function withSideHosts<T>(
	sides: readonly [Side, Side],
	own: Host,
	use: (hosts: [Host, Host]) => Promise<T>,
): Promise<T> {
	const opened: Host[] = [];
	try {
		const [a, b] = sides.map(({build}) => {
			if (build === null) {
				return own;
			}

			const host = new Host(startLocalAgent([agentOf(build), 'agent']));
			opened.push(host);
			return host;
		}) as [Host, Host];
		return await use([a, b]);
	} finally {
		await Promise.all(opened.map(async host => host.close()));
	}
}
