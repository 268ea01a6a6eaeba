// Every mechanism as a way to open a Backend: the pollers through the adapter, completion beside it.
import {
	type Found,
	type NamedMechanism,
	findByName,
	findMechanisms,
	findPollers,
} from '../linux/mechanisms.js';
import type {Backend, BackendModule, BackendOptions, Protocol} from './backend.js';
import {Readiness} from './readiness.js';

/** Descriptors beside the connections that a poller watches: the listener and standard input. */
const OTHER_DESCRIPTORS = 2;

/** A mechanism that a server can run on, if its probe allows. */
export type ServerMechanism = NamedMechanism & {
	open(options: BackendOptions, protocol: Protocol): Backend;
};

/** All mechanisms, by name, each with what its probe found. */
export async function findServerMechanisms(): Promise<ServerMechanism[]> {
	const pollers = await findPollers();
	const backends = await findMechanisms<BackendModule>(new URL('backends/', import.meta.url));
	const readiness = pollers.map(({name, aliases, module, probe}) => ({
		name,
		aliases,
		kind: 'readiness' as const,
		probe,
		open: (options: BackendOptions, protocol: Protocol) =>
			new Readiness(
				module.open(options.maxConnections + OTHER_DESCRIPTORS, message => {
					protocol.warned(message);
				}),
				options,
				protocol,
			),
	}));
	return [...readiness, ...backends.map(completion)].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The mechanism called `name`, or an alias of it.
 * @throws Error where there is none, or its probe refuses; another is never substituted.
 */
export async function findServerMechanism(name: string): Promise<ServerMechanism> {
	return findByName(await findServerMechanisms(), name);
}

function completion({name, aliases, module, probe}: Found<BackendModule>): ServerMechanism {
	return {
		name,
		aliases,
		kind: 'completion',
		probe,
		open(options, protocol) {
			if ((options.receive ?? 'waiting') !== 'waiting') {
				throw new Error(
					`${name} is given what has come, and never asks for it: --receive ${options.receive ?? ''} is for mechanisms that tell of readiness, as epoll`,
				);
			}

			const {reply = 'whole'} = options;
			if (reply !== 'whole' && reply !== 'split') {
				throw new Error(
					`${name} submits the sends of a connection one after the other, each once the one before has completed: --reply ${reply} is for mechanisms that tell of readiness, as epoll`,
				);
			}

			const {security = 'plain'} = options;
			if (security !== 'plain') {
				throw new Error(
					`${name} is given what has come before any TLS has seen it: --security ${security} is for mechanisms that tell of readiness, as epoll`,
				);
			}

			return module.open(options, protocol);
		},
	};
}
