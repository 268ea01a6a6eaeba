// The machines of a lab, as Ansible's inventory names them.
import {existsSync} from 'node:fs';
import {isIP} from 'node:net';
import {execa} from 'execa';
import {parseArgsStringToArgv} from 'string-argv';
import {z} from 'zod';
import {Failure, UsageError} from '../failure.js';
import {parseCpuList} from '../../programs/cpu-list.js';
import type {SshTarget} from './ssh-carrier.js';

/** One machine of a lab. */
export type LabHost = {
	/** As the inventory calls it. */
	readonly name: string;
	/** How its agent is reached: through ssh, or on this machine. */
	readonly ssh: SshTarget | null;
	/** The program deadweight there. */
	readonly command: string;
	/** Of the test network: where a server listens, where dead connections come from. */
	readonly addresses: readonly string[];
	/** Of the test network: its addresses are used where none are given. */
	readonly interface?: string | undefined;
	/** The processors to use; all, where none are given. */
	readonly cpus?: readonly number[] | undefined;
};

/** Who does what; one machine may have several roles. */
export type Inventory = {
	readonly server: LabHost;
	readonly load: LabHost;
	readonly dead: readonly LabHost[];
};

const LIST_BOUND_MS = 60_000;

/**
 * Reads an inventory with ansible-inventory(1): any format that Ansible knows.
 * @throws UsageError that names the group, or the host and its variable, and what is expected.
 */
export async function readInventory(path: string): Promise<Inventory> {
	// ansible-inventory itself finds a file that is not there empty, and ends with status 0.
	if (!existsSync(path)) {
		throw new UsageError(`there is no inventory ${path}`);
	}

	const listed = await execa('ansible-inventory', ['-i', path, '--list'], {
		reject: false,
		timeout: LIST_BOUND_MS,
		stdin: 'ignore',
		env: {ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: 'true'},
	});
	if (listed.exitCode === undefined) {
		throw new Failure(
			`ansible-inventory, which reads inventories, cannot be run (${listed.shortMessage}); it is in Debian's ansible-core`,
		);
	}

	if (listed.exitCode !== 0) {
		throw new UsageError(
			`ansible-inventory cannot read ${path}: ${oneLine(listed.stderr) || `status ${listed.exitCode}`}`,
		);
	}

	return interpret(path, listSchema.parse(JSON.parse(listed.stdout)));
}

const groupSchema = z.object({
	hosts: z.array(z.string()).default([]),
	children: z.array(z.string()).default([]),
});
const listSchema = z
	.object({
		_meta: z.object({hostvars: z.record(z.string(), z.record(z.string(), z.unknown()))}),
		server: groupSchema.optional(),
		load: groupSchema.optional(),
		dead: groupSchema.optional(),
	})
	.catchall(z.unknown());

function interpret(path: string, list: z.infer<typeof listSchema>): Inventory {
	const hostsOf = (group: unknown, seen: readonly string[] = []): string[] => {
		const {hosts, children} = groupSchema.parse(group ?? {});
		const others = children.filter(child => !seen.includes(child));
		const nested = others.flatMap(child => hostsOf(list[child], [...seen, ...others]));
		return [...new Set([...hosts, ...nested])];
	};
	const one = (group: 'server' | 'load') => {
		const [name, ...others] = hostsOf(list[group]);
		if (name === undefined || others.length > 0) {
			const many = name === undefined ? 'no host' : `${others.length + 1} hosts`;
			throw new UsageError(
				`${path} has ${many} in group ${group}: there must be exactly one (groups: server, load, dead)`,
			);
		}

		return name;
	};
	const server = one('server');
	const load = one('load');
	const dead = hostsOf(list.dead);
	if (dead.length === 0) {
		throw new UsageError(
			`${path} has no host in group dead: there must be at least one (groups: server, load, dead)`,
		);
	}

	const read = (name: string) => readHost(path, name, list._meta.hostvars[name] ?? {});
	return {server: read(server), load: read(load), dead: dead.map(read)};
}

/** Plain characters only: sshd hands a command to a shell. */
const commandSchema = z
	.string()
	.regex(/^\/[\w./+-]+$/, 'a path from / on, of letters, digits and ./+-_ only');
const name = z.string().regex(/^[^\s-][^\s]*$/, 'one word');
const addressSchema = z
	.string()
	.refine(text => isIP(text) !== 0, 'an address, as in 10.0.0.2 or fd00::2');

/** The variables that are used here; `deadweight_*` that are not known are refused. */
const variablesSchema = z.object({
	ansible_connection: z.enum(['ssh', 'local']).default('ssh'),
	ansible_host: name.optional(),
	ansible_user: name.optional(),
	ansible_port: z.coerce.number().int().min(1).max(65_535).optional(),
	ansible_ssh_private_key_file: z.string().min(1).optional(),
	ansible_ssh_common_args: z.string().default(''),
	ansible_ssh_extra_args: z.string().default(''),
	deadweight_addresses: z.preprocess(
		vars => (vars === undefined || Array.isArray(vars) ? vars : [vars]),
		z.array(addressSchema).min(1).optional(),
	),
	deadweight_interface: name.optional(),
	deadweight_cpus: z
		.union([z.string(), z.number()])
		.transform((text, context) => {
			const cpus = parseCpuList(String(text));
			if (cpus === undefined) {
				context.addIssue({code: 'custom', message: 'a list of processors, as in 0,2-3'});
				return z.NEVER;
			}

			return cpus;
		})
		.optional(),
	/** The role deadweight installs there, and links its program below it. */
	deadweight_folder: commandSchema.default('/opt/deadweight'),
});

/** What the role deadweight of ansible/ understands beside these. */
const roleVariables = ['deadweight_tarball', 'deadweight_npm_cache'];

/** Other spellings that Ansible takes. */
const aliases: Readonly<Record<string, string>> = {
	ansible_ssh_host: 'ansible_host',
	ansible_ssh_user: 'ansible_user',
	ansible_ssh_port: 'ansible_port',
	ansible_private_key_file: 'ansible_ssh_private_key_file',
};

function readHost(path: string, host: string, vars: Readonly<Record<string, unknown>>): LabHost {
	const renamed = Object.fromEntries(
		Object.entries(vars).map(([key, value]) => [aliases[key] ?? key, value]),
	);
	const known = Object.keys(variablesSchema.shape);
	const unknown = Object.keys(renamed).find(
		key => key.startsWith('deadweight_') && ![...known, ...roleVariables].includes(key),
	);
	const own = known.filter(key => key.startsWith('deadweight_')).join(', ');
	if (unknown !== undefined) {
		throw new UsageError(
			`${path}, host ${host}: there is no variable ${unknown}; there are ${own}`,
		);
	}

	const templated = known.find(key => JSON.stringify(renamed[key] ?? '').includes('{{'));
	if (templated !== undefined) {
		throw new UsageError(
			`${path}, host ${host}: ${templated} is a template, which ansible-inventory does not fill in: write its value`,
		);
	}

	const read = variablesSchema.safeParse(renamed);
	if (!read.success) {
		const [issue] = read.error.issues;
		const key = String(issue?.path[0] ?? '?');
		const value = JSON.stringify(renamed[key]);
		throw new UsageError(`${path}, host ${host}: ${key} is ${value}: ${issue?.message ?? ''}`);
	}

	const {data} = read;
	return {
		name: host,
		command: `${data.deadweight_folder}/bin/deadweight`,
		addresses: data.deadweight_addresses ?? [],
		interface: data.deadweight_interface,
		cpus: data.deadweight_cpus,
		ssh:
			data.ansible_connection === 'local'
				? null
				: {
						host: data.ansible_host ?? host,
						user: data.ansible_user,
						port: data.ansible_port,
						key: data.ansible_ssh_private_key_file,
						options: [data.ansible_ssh_common_args, data.ansible_ssh_extra_args].flatMap(text =>
							parseArgsStringToArgv(text),
						),
					},
	};
}

function oneLine(text: string): string {
	return text.trim().replaceAll(/\s*\n\s*/g, '; ');
}
