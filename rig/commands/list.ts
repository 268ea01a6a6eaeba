// deadweight list: studies with their question, mechanisms with their probe's result.
import type {Argv} from 'yargs';
import {interruption} from '../interruption.js';
import {formatSeconds} from '../method/format.js';
import {layOut} from '../output/table.js';
import {tell} from '../output/tell.js';
import {watchNothing} from '../output/progress.js';
import {toJson} from '../record/json.js';
import {isForeign, type Option} from '../record/option.js';
import {planRun} from '../run/experiment.js';
import {guessOf} from '../run/guess.js';
import {findStudy, studyNames} from '../run/study.js';
import {withLocalHost} from '../site/local.js';
import {findSubject, subjectNames} from '../subjects/subject.js';
import {settingsTable} from './plan-text.js';

export const command = 'list [study]';
export const describe =
	'list the studies, the mechanisms that this kernel has, and servers of others; or what is in a study';

export function builder(yargs: Argv) {
	return yargs
		.positional('study', {type: 'string', describe: 'its levels, repeats, measures and time here'})
		.option('json', {type: 'boolean', default: false, describe: 'print one JSON document'})
		.example('$0 list', '')
		.example('$0 list quick', 'what it varies and fixes, and how long it takes')
		.epilogue('Exit status: 0 good, 1 failed, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler({study, json}: Arguments): Promise<void> {
	const signal = interruption();
	process.stdout.write(
		study === undefined ? await listAll(json, signal) : await listStudy(study, json, signal),
	);
}

async function listAll(json: boolean, signal: AbortSignal): Promise<string> {
	const studies = studyNames().map(name => findStudy(name));
	const options = await withLocalHost(async host => {
		const found = new Map<string, Option>();
		for (const name of subjectNames()) {
			for (const probe of Object.values((await findSubject(name)).probes)) {
				// A name that nobody has makes it tell of the servers of others, too.
				for (const option of await probe(host, [''], signal, {})) {
					found.set(option.name, found.get(option.name) ?? option);
				}
			}
		}

		return [...found.values()];
	});
	const [servers, mechanisms] = [
		options.filter(isForeign),
		options.filter(option => !isForeign(option)),
	];
	if (json) {
		return toJson({studies: studies.map(({file: _, ...study}) => study), mechanisms, servers});
	}

	return [
		layOut(
			['study', 'question'],
			studies.map(({name, question}) => [name, question]),
			[],
		),
		'',
		layOut(
			['mechanism', 'kind', 'here'],
			mechanisms.map(mechanism => [mechanism.name, mechanism.kind, describeProbe(mechanism)]),
			[],
		),
		'',
		layOut(
			['server of others', 'here'],
			servers.map(server => [server.name, describeProbe(server)]),
			[],
		),
		'',
	].join('\n');
}

/** Levels, repeats, measures and time of a study on this machine. */
async function listStudy(name: string, json: boolean, signal: AbortSignal): Promise<string> {
	const study = findStudy(name);
	const {run, subject} = await planRun(
		{study, overrides: {seed: 0}, design: {kind: 'sweep'}, cpus: {}, tune: false},
		{signal, announce: tell, watch: watchNothing},
	);
	const {settings, plan} = run;
	const guess = guessOf(run, subject);
	const seconds = plan.reduce((sum, step) => sum + guess(step), 0);
	if (json) {
		return toJson({settings, cells: plan.length, seconds});
	}

	return `${settingsTable(settings, [
		['cells', '', String(plan.length)],
		['time', 'here, about', formatSeconds(seconds)],
	])}\n`;
}

function describeProbe({ok, reason, limit, note}: Option): string {
	const remarks = [reason, limit?.reason, note].filter(remark => remark !== undefined);
	return [ok ? 'yes' : 'no', ...remarks].join('; ');
}
