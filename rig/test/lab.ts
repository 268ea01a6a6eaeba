// A lab, from bare machines to a graph and back: real Ansible, real ssh, hosts that are namespaces.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {fileURLToPath} from 'node:url';
import {cellsFile} from '../record/cells-file.js';
import type {Row} from '../record/row.js';
import {runFile} from '../record/run-file.js';
import {dphttpdDetail} from './helpers/one-cell.js';
import {NamespaceLab, noLab} from './helpers/lab.js';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const roles = {server: ['s1'], load: ['l1'], dead: ['d1', 'd2']};
const names = ['s1', 'l1', 'd1', 'd2'];
const labTest = noLab === undefined ? test.serial : test.skip;
const title = (name: string) => (noLab === undefined ? name : `${name} (skipped: ${noLab})`);

let lab: NamespaceLab | undefined;
let inventory = '';

test.before(async t => {
	if (noLab !== undefined) {
		return;
	}

	t.timeout(120_000);
	lab = new NamespaceLab(mkdtempSync(join(tmpdir(), 'deadweight-lab-')));
	await lab.build(names);
	const staging = lab.path('staging');
	// What a machine with internet does for those that have none.
	await execa('mkdir', ['-p', join(staging, 'plots')]);
	await execa('cp', ['-r', 'package.json', 'package-lock.json', '.npmrc', staging], {cwd: project});
	await execa('cp', ['-r', 'plots/canvas', join(staging, 'plots')], {cwd: project});
	const install = ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline'];
	await execa('npm', [...install, '--cache', lab.path('cache')], {cwd: staging});
	await execa('tar', ['czf', lab.path('npm-cache.tgz'), '-C', lab.path('cache'), '.']);
	inventory = lab.writeInventory('lab.yml', roles);
});

test.after.always(async () => {
	if (lab !== undefined) {
		await lab.remove();
		rmSync(lab.folder, {recursive: true, force: true});
	}
});

function theLab(): NamespaceLab {
	if (lab === undefined) {
		throw new Error('there is no lab');
	}

	return lab;
}

async function playbook(name: string, ...args: string[]) {
	return theLab().onController('ansible-playbook', [
		...['-i', inventory, join(project, 'ansible', name)],
		...['-e', `deadweight_npm_cache=${theLab().path('npm-cache.tgz')}`, ...args],
	]);
}

function recap(stdout: string): string[] {
	return stdout.slice(stdout.indexOf('PLAY RECAP')).split('\n').slice(1).filter(Boolean);
}

let before: string[] = [];

labTest(title('site.yml: check mode, then for real, and a second run changes nothing'), async t => {
	t.timeout(300_000);
	before = await Promise.all(names.map(async name => theLab().sysctls(name)));
	const checked = await playbook('site.yml', '--check');
	t.is(checked.exitCode, 0, checked.stdout);
	t.deepEqual(await Promise.all(names.map(async name => theLab().sysctls(name))), before);
	const first = await playbook('site.yml');
	t.is(first.exitCode, 0, first.stdout);
	const second = await playbook('site.yml');
	t.is(second.exitCode, 0, second.stdout);
	t.is(recap(second.stdout).length, names.length);
	for (const line of recap(second.stdout)) {
		t.regex(line, /changed=0 +unreachable=0 +failed=0/);
	}

	const fin = await theLab().on('d1', 'cat', '/proc/sys/net/ipv4/tcp_fin_timeout');
	t.is(fin.stdout, '15');
});

const small = [
	...['run', 'dphttpd-smp', '--dead', '0,301', '--mechanisms', 'poll,epoll'],
	...['--repeats', '1', '--duration', '0.5', '--warmup', '0.3', '--retries', '0'],
];

labTest(title('a sweep: numbers are verified on each host'), async t => {
	t.timeout(180_000);
	const folder = theLab().path('sweep');
	const ran = await theLab().deadweight([...small, '--inventory', inventory, '--out', folder]);
	t.is(ran.exitCode, 0, ran.stderr);
	const run = runFile.read(folder);
	t.is(run.topology.label, 'namespaces');
	t.like(run.lab, {address: '10.77.0.11', server: 's1', load: 'l1'});
	t.deepEqual(
		run.lab?.dead.map(({name}) => name),
		['d1', 'd2'],
	);
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 4);
	for (const row of rows) {
		t.not(row.status, 'failed', JSON.stringify(row.reasons));
		t.false(row.reasons.some(({name}) => name.startsWith('population')));
		const {before: standing, after} = dphttpdDetail(row)?.population ?? {};
		if (Number(row.point['dead']) > 0) {
			const hosts = [
				{name: 'd1', open: 151, of: 151},
				{name: 'd2', open: 150, of: 150},
			];
			t.deepEqual(standing, {server: 301, client: 301, hosts});
			t.deepEqual(after, {server: 301, client: 301, hosts});
		}

		t.truthy(dphttpdDetail(row)?.clientKernel);
	}

	t.deepEqual(await theLab().leftovers(), []);
});

labTest(title('restore.yml: the sysctls of every namespace are as before'), async t => {
	t.timeout(120_000);
	const restored = await playbook('restore.yml');
	t.is(restored.exitCode, 0, restored.stdout);
	const now = await Promise.all(names.map(async name => theLab().sysctls(name)));
	t.deepEqual(now, before);
	const again = await playbook('restore.yml');
	for (const line of recap(again.stdout)) {
		t.regex(line, /changed=0 +unreachable=0 +failed=0/);
	}
});

labTest(title('run tunes by itself, and brings all back; over IPv6'), async t => {
	t.timeout(120_000);
	const folder = theLab().path('tuned');
	const sixes = theLab().hosts.map(({name, six}) => [name, {deadweight_addresses: six}] as const);
	const six = theLab().writeInventory('lab-6.yml', roles, Object.fromEntries(sixes));
	const ran = await theLab().deadweight([
		...['run', 'dphttpd-smp', '--dead', '31', '--mechanisms', 'epoll', '--repeats', '1'],
		...['--duration', '0.5', '--warmup', '0.3', '--inventory', six, '--out', folder],
	]);
	t.is(ran.exitCode, 0, ran.stderr);
	const {tuning = [], hosts, lab: used} = runFile.read(folder);
	t.is(used?.address, 'fd77::11');
	const [row] = cellsFile.read(folder, t.fail);
	const standing = dphttpdDetail(row as Row)?.population['before'];
	t.deepEqual(
		standing?.hosts?.map(({open}) => open),
		[16, 15],
		JSON.stringify(row?.reasons),
	);
	t.deepEqual(tuning.map(({host}) => host).sort(), [...names].sort());
	const fin = tuning[0]?.tuned.find(({name}) => name === 'net.ipv4.tcp_fin_timeout');
	t.like(fin, {outcome: 'applied', wanted: '15', now: '15'});
	t.is(hosts.server.sysctls['net.ipv4.tcp_fin_timeout'], '15');
	const now = await Promise.all(names.map(async name => theLab().sysctls(name)));
	t.deepEqual(now, before);
});

labTest(title('one machine with all roles, through the local connection of Ansible'), async t => {
	t.timeout(240_000);
	const one = theLab().path('one.json');
	const me = {
		ansible_connection: 'local',
		ansible_python_interpreter: '/usr/bin/python3',
		deadweight_folder: theLab().path('one', 'opt'),
		deadweight_npm_cache: theLab().path('npm-cache.tgz'),
		tuning_limits_file: theLab().path('one.conf'),
		tuning_dead: 100,
	};
	const role = {hosts: {me: {}}};
	const groups = {server: role, load: role, dead: role};
	writeFileSync(one, JSON.stringify({all: {hosts: {me}, children: groups}}));
	const fin = async () =>
		(await theLab().onController('cat', ['/proc/sys/net/ipv4/tcp_fin_timeout'])).stdout;
	const first = await fin();
	const play = async (name: string) =>
		theLab().onController('ansible-playbook', ['-i', one, join(project, 'ansible', name)]);
	const prepared = await play('site.yml');
	t.is(prepared.exitCode, 0, prepared.stdout);
	t.is(await fin(), '15');
	const folder = theLab().path('one-sweep');
	const ran = await theLab().deadweight([...small, '--inventory', one, '--out', folder]);
	t.is(ran.exitCode, 0, ran.stderr);
	t.is(runFile.read(folder).topology.label, 'shared host');
	const rows = cellsFile.read(folder, t.fail);
	t.is(rows.length, 4);
	t.false(rows.some(({status}) => status === 'failed'));
	t.is(await fin(), '15', 'what site.yml has set is not what run brings back');
	const restored = await play('restore.yml');
	t.is(restored.exitCode, 0, restored.stdout);
	t.is(await fin(), first);
});
