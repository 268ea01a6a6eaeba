// deadweight list: studies with their question, mechanisms with their probe's result.
import {toJson} from '../record/json.js';
import type {Argv} from 'yargs';
import {withLocalHost} from '../site/local-host.js';
import {interruption} from '../interruption.js';
import {layOut} from '../output/table.js';
import {listMechanisms, type MechanismFound} from '../subjects/mechanisms.js';
import {findStudies} from '../run/study.js';

export const command = 'list';
export const describe =
	'list the studies, the mechanisms that this kernel has, and servers of others';

export function builder(yargs: Argv) {
	return yargs
		.option('json', {type: 'boolean', default: false, describe: 'print one JSON document'})
		.example('$0 list', '')
		.epilogue('Exit status: 0 good, 1 failed, 2 bad usage.');
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const studies = (await findStudies()).map(({name, study}) => ({name, ...study}));
	const signal = interruption();
	const [mechanisms, servers] = await withLocalHost(async host =>
		Promise.all([listMechanisms(host, 'dphttpd', signal), listMechanisms(host, 'foreign', signal)]),
	);
	if (argv.json) {
		process.stdout.write(toJson({studies, mechanisms, servers}));
		return;
	}

	const lines = [
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
	];
	process.stdout.write(lines.join('\n') + '\n');
}

function describeProbe({ok, reason, limit, note}: MechanismFound): string {
	const remarks = [reason, limit?.reason, note].filter(remark => remark !== undefined);
	return [ok ? 'yes' : 'no', ...remarks].join('; ');
}
