// A lab, from bare machines to a graph and back: real Ansible, real ssh, hosts that are namespaces.
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {fileURLToPath} from 'node:url';
import {cellsFile} from '../results/cells-file.js';
import {runFile} from '../results/run-file.js';
import {dphttpdDetail} from './helpers/one-cell.js';
import {NamespaceLab, noLab} from './helpers/lab.js';
import {commandOf, eventually, isAlive, waitForEnd} from './helpers/processes.js';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const roles = {server: ['s1'], load: ['l1'], dead: ['d1', 'd2']};
const names = ['s1', 'l1', 'd1', 'd2'];
const END_BOUND_MS = 45_000;
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

const sweep = ['run', 'dphttpd-smp', '--dead', '0,301', '--mechanisms', 'poll,epoll'];
const small = [...sweep, '--repeats', '1', '--duration', '0.5', '--warmup', '0.3'];

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
		if (row.count > 0) {
			const hosts = [
				{name: 'd1', open: 151, of: 151},
				{name: 'd2', open: 150, of: 150},
			];
			t.deepEqual(standing, {server: 301, client: 301, hosts});
			t.deepEqual(after, {server: 301, client: 301, hosts});
		}

		t.truthy(dphttpdDetail(row)?.clientKernel);
	}

	t.deepEqual(await left(), []);
});

type Fault = (t: ExecutionContext, part: string) => Promise<void>;

const faults: Array<[string, RegExp, Fault]> = [
	[
		'ssh killed in mid-cell',
		/agent is gone/,
		async (t, folder) => {
			const ssh = await findProcess(
				line => line.startsWith('ssh -T') && line.includes('10.77.0.14'),
			);
			t.log(folder);
			process.kill(ssh, 'SIGKILL');
		},
	],
	[
		'the agent killed',
		/agent is gone/,
		async (t, folder) => {
			t.log(folder);
			const agents = await theLab().processesOf('d1');
			const agent = agents.find(pid => commandOf(pid).endsWith('/main.js agent '));
			t.truthy(agent);
			process.kill(agent ?? 0, 'SIGKILL');
		},
	],
	[
		'a dead host cut off',
		/agent is gone|no answer/,
		async (t, folder) => {
			t.log(folder);
			await theLab().setLink('d2', 'down');
			setTimeout(() => void theLab().setLink('d2', 'up'), 22_000);
		},
	],
];

for (const [name, cause, strike] of faults) {
	labTest(title(`${name}: the cell has its cause, and the sweep completes`), async t => {
		t.timeout(240_000);
		const folder = theLab().path(name.replaceAll(' ', '-'));
		const args = [...sweep.slice(0, 2), '--dead', '200', '--mechanisms', 'epoll', '--repeats', '2'];
		const running = theLab().deadweight([
			...[...args, '--duration', '8', '--warmup', '0.3'],
			...['--inventory', inventory, '--out', folder],
		]);
		await eventually(async () => {
			const there = await theLab().processesOf('l1');
			return there.some(pid => commandOf(pid).includes('/httperf/main.js')) ? true : undefined;
		}, 'load');
		await strike(t, folder);
		const ran = await running;
		t.is(ran.exitCode, 1, ran.stderr);
		const rows = cellsFile.read(folder, t.fail);
		t.is(rows.length, 2);
		t.is(rows[0]?.status, 'failed');
		t.regex(rows[0]?.reasons[0]?.message ?? '', cause);
		t.not(rows[1]?.status, 'failed', JSON.stringify(rows[1]?.reasons));
		t.deepEqual(await left(), []);
	});
}

labTest(title('the rig killed: no process is left, and --resume completes the sweep'), async t => {
	t.timeout(240_000);
	const folder = theLab().path('killed');
	const running = theLab().deadweight([...small, '--inventory', inventory, '--out', folder]);
	await eventually(() => {
		try {
			return readFileSync(join(folder, 'cells.ndjson'), 'utf8').includes('\n') ? true : undefined;
		} catch {
			return undefined;
		}
	}, 'row');
	running.kill('SIGKILL');
	await running;
	t.deepEqual(await left(), []);
	const resumed = await theLab().deadweight(['run', '--resume', folder]);
	t.is(resumed.exitCode, 0, resumed.stderr);
	t.is(cellsFile.read(folder, t.fail).length, 4);
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

labTest(title('run tunes by itself, and brings all back'), async t => {
	t.timeout(120_000);
	const folder = theLab().path('tuned');
	const ran = await theLab().deadweight([
		...['run', 'dphttpd-smp', '--dead', '0', '--mechanisms', 'epoll', '--repeats', '1'],
		...['--duration', '0.5', '--warmup', '0.3', '--inventory', inventory, '--out', folder],
	]);
	t.is(ran.exitCode, 0, ran.stderr);
	const {tuning = [], hosts} = runFile.read(folder);
	t.deepEqual(tuning.map(({host}) => host).sort(), [...names].sort());
	const fin = tuning[0]?.tuned.find(({name}) => name === 'net.ipv4.tcp_fin_timeout');
	t.like(fin, {outcome: 'applied', wanted: '15', now: '15'});
	t.is(hosts.server.sysctls['net.ipv4.tcp_fin_timeout'], '15');
	const now = await Promise.all(names.map(async name => theLab().sysctls(name)));
	t.deepEqual(now, before);
});

/** Processes of this project's that are left on any host. */
async function left(): Promise<string[]> {
	const pids = (await Promise.all(names.map(async name => theLab().processesOf(name)))).flat();
	const own = pids.filter(pid => commandOf(pid).includes('/main.js'));
	return (await waitForEnd(own, END_BOUND_MS)).map(pid => `${pid} ${commandOf(pid)}`);
}

async function findProcess(matches: (line: string) => boolean): Promise<number> {
	const {stdout} = await theLab().onController('sh', [
		'-c',
		'ip netns pids "$(ip netns identify)"',
	]);
	const found = stdout
		.split('\n')
		.map(Number)
		.find(pid => isAlive(pid) && matches(commandOf(pid)));
	if (found === undefined) {
		throw new Error('there is no such process');
	}

	return found;
}
