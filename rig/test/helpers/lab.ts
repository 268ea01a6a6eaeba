// A lab of network namespaces: a bridge, a host a namespace with an sshd and a key of its own, and a
// controller that sees nothing but them.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa, execaSync} from 'execa';
import {deadweight} from './cli.js';
import {commandOf, eventually, waitForEnd} from './processes.js';

/** Why no lab can be built here; undefined where one can. */
export const noLab = findObstacle();

function findObstacle(): string | undefined {
	const missing = ['ip', 'ssh', '/usr/sbin/sshd', 'ansible-playbook', 'ansible-inventory'].filter(
		program => execaSync('sh', ['-c', `command -v ${program}`], {reject: false}).exitCode !== 0,
	);
	if (missing.length > 0) {
		return `no ${missing.join(', ')} here; apt-get install iproute2 openssh-server ansible-core`;
	}

	return execaSync('unshare', ['--net', 'true'], {reject: false}).exitCode === 0
		? undefined
		: 'no network namespace can be made here';
}

const FIRST_HOST = 11;
/** Longer than an agent waits for its rig, and then for its programs. */
const END_BOUND_MS = 60_000;

/** A host of the lab. */
type NamespaceHost = {
	readonly name: string;
	readonly namespace: string;
	readonly address: string;
	/** The one of IPv6. */
	readonly six: string;
	readonly sshd: ReturnType<typeof startSshd>;
};

/** A lab that stands. `remove` must be called. */
export class NamespaceLab {
	readonly hosts: NamespaceHost[] = [];
	readonly #prefix: string;

	/** @param folder where keys, configurations and installations go */
	constructor(readonly folder: string) {
		this.#prefix = `dw${process.pid}`;
	}

	/** The controller's namespace. */
	get #hub(): string {
		return `${this.#prefix}-hub`;
	}

	/** Builds it, with hosts of these names. */
	async build(names: readonly string[]): Promise<this> {
		await ip('netns', 'add', this.#hub);
		await this.#inHub('ip', ['link', 'set', 'lo', 'up']);
		await this.#inHub('ip', ['link', 'add', 'br0', 'type', 'bridge']);
		await this.#inHub('ip', ['address', 'add', '10.77.0.1/24', 'dev', 'br0']);
		await this.#inHub('ip', ['link', 'set', 'br0', 'up']);
		mkdirSync('/run/sshd', {recursive: true}); // where sshd insists on chroot(2)
		await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.path('key')]);
		await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', this.path('other-key')]);
		for (const [index, name] of names.entries()) {
			await this.#addHost(name, FIRST_HOST + index);
		}

		await Promise.all(
			this.hosts.map(async ({name}) =>
				eventually(async () => {
					const {exitCode} = await this.onController('ssh', [...this.#sshWords(), name, 'true']);
					return exitCode === 0 ? true : undefined;
				}, `sshd on ${name}`),
			),
		);
		return this;
	}

	path(...names: string[]): string {
		return join(this.folder, ...names);
	}

	/** Where a host's own files are. */
	folderOf(name: string): string {
		return this.path('hosts', name);
	}

	/** Runs a program in the controller's namespace. */
	onController(file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
		return execa('ip', ['netns', 'exec', this.#hub, file, ...args], {
			reject: false,
			stdin: 'ignore',
			timeout: 180_000,
			env: {
				XDG_STATE_HOME: this.path('state'),
				ANSIBLE_HOME: this.path('ansible'),
				ANSIBLE_SSH_CONTROL_PATH_DIR: this.path('cp'),
				ANSIBLE_SSH_ARGS: '-o ControlMaster=auto -o ControlPersist=5s',
				// A module goes over the connection that there is, and no file is copied for it.
				ANSIBLE_PIPELINING: 'True',
				ANSIBLE_NOCOLOR: '1',
				ANSIBLE_DEPRECATION_WARNINGS: 'False',
				...env,
			},
		});
	}

	/** Runs deadweight on the controller. */
	deadweight(args: readonly string[]) {
		return this.onController(process.execPath, [deadweight, ...args]);
	}

	/** Runs a program on a host. */
	async on(name: string, file: string, ...args: string[]) {
		return execa('ip', ['netns', 'exec', this.#host(name).namespace, file, ...args], {
			reject: false,
			stdin: 'ignore',
		});
	}

	/** Cuts a host off, or lets it back. */
	async setLink(name: string, state: 'up' | 'down'): Promise<void> {
		await this.#inHub('ip', ['link', 'set', `h-${name}`, state]);
	}

	/** Process ids in a host's namespace, its sshd apart. */
	async processesOf(name: string): Promise<number[]> {
		const {stdout} = await execa('ip', ['netns', 'pids', this.#host(name).namespace]);
		return stdout
			.split('\n')
			.map(Number)
			.filter(pid => pid > 0 && !/sshd/.test(commandOf(pid)));
	}

	/** The net.* sysctls of a host. */
	async sysctls(name: string): Promise<string> {
		const {stdout} = await this.on(
			name,
			'sh',
			'-c',
			'sysctl -a 2>/dev/null | grep ^net | grep -v ^net.ipv4.route',
		);
		return stdout;
	}

	/** The inventory's file, with what each host has beside what all have; roles by name. */
	writeInventory(
		file: string,
		roles: Readonly<Record<string, readonly string[]>>,
		changes: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
	): string {
		const hosts = Object.fromEntries(
			this.hosts.map(({name, address}) => [
				name,
				{
					ansible_host: address,
					deadweight_addresses: address,
					deadweight_folder: this.path('hosts', name, 'opt'),
					tuning_limits_file: this.path('hosts', name, 'limits.conf'),
					...changes[name],
				},
			]),
		);
		const groups = Object.fromEntries(
			Object.entries(roles).map(([role, names]) => [
				role,
				{hosts: Object.fromEntries(names.map(name => [name, {}]))},
			]),
		);
		const inventory = {
			all: {
				hosts,
				vars: {
					ansible_user: 'root',
					ansible_ssh_private_key_file: this.path('key'),
					ansible_ssh_common_args: `-o UserKnownHostsFile=${this.path('known_hosts')}`,
					ansible_python_interpreter: '/usr/bin/python3',
					tuning_dead: 100,
				},
				children: groups,
			},
		};
		// JSON is YAML.
		writeFileSync(this.path(file), JSON.stringify(inventory, undefined, 1));
		return this.path(file);
	}

	/** Puts a program deadweight on a host that runs this very checkout, with this Node.js or another. */
	install(name: string, node = process.execPath): void {
		const bin = join(this.folderOf(name), 'opt/bin');
		mkdirSync(bin, {recursive: true});
		writeFileSync(join(bin, 'deadweight'), `#!/bin/sh\nexec ${node} ${deadweight} "$@"\n`, {
			mode: 0o755,
		});
	}

	/** Processes of this project's that are left on any host, once they had time to end. */
	async leftovers(): Promise<string[]> {
		const pids = await Promise.all(this.hosts.map(async ({name}) => this.processesOf(name)));
		const own = pids.flat().filter(pid => commandOf(pid).includes('/main.js'));
		return (await waitForEnd(own, END_BOUND_MS)).map(pid => `${pid} ${commandOf(pid)}`);
	}

	/** Ends everything, also where it was only half built. */
	async remove(): Promise<void> {
		for (const {sshd, namespace} of this.hosts) {
			sshd.kill('SIGTERM');
			await sshd;
			await endAll(namespace);
			await ip('netns', 'delete', namespace);
		}

		await endAll(this.#hub);
		await ip('netns', 'delete', this.#hub);
	}

	async #addHost(name: string, number: number): Promise<void> {
		const namespace = `${this.#prefix}-${name}`;
		const address = `10.77.0.${number}`;
		const six = `fd77::${number}`;
		await ip('netns', 'add', namespace);
		await this.#inHub('ip', [
			'link',
			'add',
			`h-${name}`,
			'type',
			'veth',
			'peer',
			'name',
			'eth0',
			'netns',
			namespace,
		]);
		await this.#inHub('ip', ['link', 'set', `h-${name}`, 'master', 'br0', 'up']);
		const within = async (...args: string[]) => ip('-n', namespace, ...args);
		await within('address', 'add', `${address}/24`, 'dev', 'eth0');
		await within('address', 'add', `10.77.1.${number}/16`, 'dev', 'eth0');
		await within('address', 'add', `${six}/64`, 'dev', 'eth0', 'nodad');
		await within('link', 'set', 'eth0', 'up');
		await within('link', 'set', 'lo', 'up');
		mkdirSync(this.folderOf(name), {recursive: true});
		const key = join(this.folderOf(name), 'host-key');
		await execa('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
		const known = `${address} ${readFileSync(`${key}.pub`, 'utf8')}`;
		writeFileSync(this.path('known_hosts'), known, {flag: 'a'});
		writeFileSync(
			join(this.folderOf(name), 'sshd_config'),
			[
				`ListenAddress ${address}:22`,
				`HostKey ${key}`,
				`AuthorizedKeysFile ${this.path('key.pub')}`,
				'StrictModes no',
				'UsePAM no',
				'PidFile none',
				'PermitRootLogin yes',
				`SetEnv XDG_STATE_HOME=${join(this.folderOf(name), 'state')}`,
				'Subsystem sftp internal-sftp',
				'',
			].join('\n'),
		);
		this.hosts.push({
			name,
			namespace,
			...{address, six},
			sshd: startSshd(namespace, join(this.folderOf(name), 'sshd_config')),
		});
	}

	#sshWords(): string[] {
		const names = this.hosts.map(({name, address}) => `${name} ${address}`);
		const config = [
			...names.flatMap(line => {
				const [name = '', address = ''] = line.split(' ');
				return [`Host ${name}`, `HostName ${address}`];
			}),
			...['Host *', 'User root', `IdentityFile ${this.path('key')}`, 'BatchMode yes'],
			`UserKnownHostsFile ${this.path('known_hosts')}`,
			'',
		];
		writeFileSync(this.path('ssh_config'), config.join('\n'));
		return ['-F', this.path('ssh_config')];
	}

	async #inHub(file: string, args: readonly string[]): Promise<void> {
		await execa('ip', ['netns', 'exec', this.#hub, file, ...args]);
	}

	#host(name: string): NamespaceHost {
		const host = this.hosts.find(each => each.name === name);
		if (host === undefined) {
			throw new Error(`the lab has no host ${name}`);
		}

		return host;
	}
}

function startSshd(namespace: string, config: string) {
	return execa('ip', ['netns', 'exec', namespace, '/usr/sbin/sshd', '-D', '-e', '-f', config], {
		reject: false,
		stdin: 'ignore',
	});
}

async function ip(...args: string[]): Promise<void> {
	await execa('ip', args);
}

/** Processes of a namespace of our own, by id. */
async function endAll(namespace: string): Promise<void> {
	const {stdout} = await execa('ip', ['netns', 'pids', namespace]);
	for (const pid of stdout.split('\n').map(Number)) {
		if (pid > 0) {
			try {
				process.kill(pid, 'SIGKILL');
			} catch {
				// It has ended meanwhile.
			}
		}
	}
}
