// Inventories of Ansible's, good ones and bad ones: one message, and nothing is reached or changed.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {execaSync} from 'execa';
import {readInventory} from '../site/inventory.js';
import {sshArguments} from '../site/ssh-carrier.js';
import {runCli} from './helpers/cli.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const hasAnsible = execaSync('ansible-inventory', ['--version'], {reject: false}).exitCode === 0;
const title = (name: string) =>
	hasAnsible ? name : `${name} (skipped: no ansible-inventory; apt-get install ansible-core)`;
const ansibleTest = hasAnsible ? test.serial : test.skip;

type Hosts = Record<string, Record<string, unknown>>;

function write(t: ExecutionContext, groups: Record<string, Hosts>): string {
	const path = join(temporaryFolder(t), 'lab.yml');
	const children = Object.fromEntries(
		Object.entries(groups).map(([name, hosts]) => [name, {hosts}]),
	);
	writeFileSync(path, JSON.stringify({all: {children}}));
	return path;
}

const good = {server: {s1: {}}, load: {l1: {}}, dead: {d1: {}}};

ansibleTest(title('a good one, in the format of INI, with groups of groups'), async t => {
	const path = join(temporaryFolder(t), 'lab.ini');
	writeFileSync(
		path,
		`[server]
s1 ansible_host=10.0.0.1 ansible_port=2222 deadweight_cpus=0-1
[load]
l1 ansible_connection=local
[rack1]
d1 ansible_ssh_private_key_file=/k
[rack2]
d2 ansible_ssh_common_args='-o ProxyCommand="ssh -W %h:%p jump" -J you@there'
[dead:children]
rack1
rack2
[all:vars]
ansible_user=me
deadweight_folder=/srv/dw
`,
	);
	const {server, load, dead} = await readInventory(path);
	t.like(server, {
		name: 's1',
		cpus: [0, 1],
		command: '/srv/dw/bin/deadweight',
		ssh: {host: '10.0.0.1', port: 2222, user: 'me'},
	});
	t.is(load.ssh, null);
	t.deepEqual(
		dead.map(({name}) => name),
		['d1', 'd2'],
	);
	const words = sshArguments(dead[1]?.ssh ?? {host: '', options: []});
	t.true(words.includes('ProxyCommand=ssh -W %h:%p jump'));
	t.is(words[words.indexOf('-J') + 1], 'you@there');
	const keyed = sshArguments(dead[0]?.ssh ?? {host: '', options: []});
	t.is(keyed[keyed.indexOf('-i') + 1], '/k');
});

ansibleTest(title('addresses, one or several'), async t => {
	const path = write(t, {
		...good,
		dead: {
			d1: {deadweight_addresses: ['10.0.0.1', '10.0.0.2']},
			d2: {deadweight_addresses: '10.0.0.3'},
		},
	});
	const {dead} = await readInventory(path);
	t.deepEqual(
		dead.map(({addresses}) => addresses),
		[['10.0.0.1', '10.0.0.2'], ['10.0.0.3']],
	);
});

const bad: Array<[string, Record<string, Hosts>, RegExp]> = [
	[
		'no server',
		{load: {l1: {}}, dead: {d1: {}}},
		/no host in group server: there must be exactly one/,
	],
	[
		'two servers',
		{...good, server: {s1: {}, s2: {}}},
		/2 hosts in group server: there must be exactly one/,
	],
	['no load', {...good, load: {}}, /no host in group load/],
	['two loads', {...good, load: {l1: {}, l2: {}}}, /2 hosts in group load/],
	['no dead', {...good, dead: {}}, /no host in group dead: there must be at least one/],
	[
		'an unknown variable',
		vars({deadweight_adresses: 'x'}),
		/host s1: there is no variable deadweight_adresses; there are deadweight_addresses, /,
	],
	[
		'an address that is none',
		vars({deadweight_addresses: '10.0.0'}),
		/host s1: deadweight_addresses is "10.0.0": an address/,
	],
	[
		'a list with such',
		vars({deadweight_addresses: ['10.0.0.1', 7]}),
		/host s1: deadweight_addresses is /,
	],
	[
		'no processors',
		vars({deadweight_cpus: 'all'}),
		/deadweight_cpus is "all": a list of processors, as in 0,2-3/,
	],
	['a port that is none', vars({ansible_port: 70_000}), /ansible_port is 70000: /],
	['a port in words', vars({ansible_port: 'ssh'}), /ansible_port is "ssh": /],
	['another connection', vars({ansible_connection: 'docker'}), /ansible_connection is "docker": /],
	[
		'a folder with a shell in it',
		vars({deadweight_folder: '/opt/$(id)'}),
		/deadweight_folder is .*: a path from \//,
	],
	[
		'a folder that is relative',
		vars({deadweight_folder: 'opt'}),
		/deadweight_folder is "opt": a path from \//,
	],
	[
		'a user with an option',
		vars({ansible_user: '-oProxyCommand=id'}),
		/ansible_user is .*: one word/,
	],
	[
		'a host with an option',
		vars({ansible_host: '-oProxyCommand=id'}),
		/ansible_host is .*: one word/,
	],
	['a template', vars({ansible_host: '{{ own }}'}), /ansible_host is a template/],
];
for (const [name, groups, message] of bad) {
	ansibleTest(title(`refused: ${name}`), async t => {
		const path = write(t, groups);
		const folder = join(temporaryFolder(t), 'out');
		const {exitCode, stderr, stdout} = await runCli(['run', '--inventory', path, '--out', folder]);
		t.is(exitCode, 2, stderr);
		t.regex(stderr, message);
		t.is(stderr.trim().split('\n').length, 2, stderr); // and where help is
		t.is(stdout, '');
		t.is(execaSync('ls', [folder], {reject: false}).exitCode, 2);
	});
}

ansibleTest(title('refused: a file that is not there, and one that is no inventory'), async t => {
	const absent = await runCli(['run', '--inventory', '/nowhere/lab.yml']);
	t.is(absent.exitCode, 2);
	t.regex(absent.stderr, /^deadweight: there is no inventory \/nowhere\/lab\.yml\n/);
	const path = join(temporaryFolder(t), 'lab.yml');
	writeFileSync(path, 'server: [');
	const broken = await runCli(['run', '--inventory', path]);
	t.is(broken.exitCode, 2);
	t.regex(broken.stderr, /^deadweight: ansible-inventory cannot read .*lab\.yml: /);
	t.notRegex(broken.stderr, /at .*\.js:/);
});

function vars(changes: Record<string, unknown>): Record<string, Hosts> {
	return {...good, server: {s1: changes}};
}
