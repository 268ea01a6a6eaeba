// One side of a comparison: a run, or a folder that holds several runs of one study.
import {UsageError} from '../failure.js';
import {formatLevel, type Level} from '../method/factor.js';
import {type Difference, differencesOf} from '../record/changes.js';
import type {Run} from '../record/run-file.js';
import {findSubject, type Subject} from '../subjects/subject.js';
import {holdsRun, readResults, runsBelow, type StoredRun} from './stored-run.js';

/** At least one run; all answer one question in one way. */
export type RunSet = {
	readonly folder: string;
	readonly subject: Subject;
	readonly runs: readonly [StoredRun, ...StoredRun[]];
};

/**
 * Reads a results folder, or a folder of them.
 * @throws Failure where there is no run, or one is damaged; UsageError where they are not of one kind.
 */
export async function readRunSet(folder: string, warn: (message: string) => void): Promise<RunSet> {
	const folders = holdsRun(folder) ? [folder] : runsBelow(folder);
	const [first, ...others] = folders.map(each => readResults(each, warn)) as [
		StoredRun,
		...StoredRun[],
	];
	const subject = await findSubject(first.run.settings.subject);
	for (const other of others) {
		refuseOther(first, other, subject);
	}

	return {folder, subject, runs: [first, ...others]};
}

/**
 * Passes two runs that ask the same.
 * @throws UsageError that names what differs: study, load or topology.
 */
export function refuseOther(a: StoredRun, b: StoredRun, subject: Subject): void {
	const differences = differencesOf(questionOf(a.run, subject), questionOf(b.run, subject));
	if (differences.length > 0) {
		const words = differences.map(({name, before, after}) => `${name} is ${before} and ${after}`);
		throw new UsageError(
			`${a.folder} and ${b.folder} cannot be compared: ${words.join('; ')}; run both with the same study, load and topology`,
		);
	}
}

/** What two runs were told differently that may differ: it is what they are compared for. */
export function settingsDifferences(a: Run, b: Run, subject: Subject): Difference[] {
	return differencesOf(freeSettings(a, subject), freeSettings(b, subject));
}

/** Study, load and topology. */
function questionOf({settings, topology, lab}: Run, subject: Subject): Record<string, string> {
	const {study, design, x} = settings;
	return {
		...{study, subject: settings.subject, 'x axis': x},
		design: design.kind,
		...levelsOf(settings.set, subject, false),
		hosts: topology.label,
		'dead hosts': String(lab?.dead.length ?? 1),
		'CPUs of the server': topology.server.join(','),
		'CPUs of the load': topology.load.join(','),
	};
}

function freeSettings({settings}: Run, subject: Subject): Record<string, string> {
	return {repeats: String(settings.repeats), ...levelsOf(settings.set, subject, true)};
}

/** The fixed factors that two runs may differ in, or those that they may not, by their labels. */
function levelsOf(
	set: Readonly<Record<string, Level>>,
	{factors}: Subject,
	mayDiffer: boolean,
): Record<string, string> {
	return Object.fromEntries(
		Object.entries(factors)
			.filter(([, factor]) => (factor.mayDiffer ?? false) === mayDiffer)
			.map(([name, factor]) => [
				factor.label.toLowerCase(),
				formatLevel(factor, set[name] ?? factor.default),
			]),
	);
}
