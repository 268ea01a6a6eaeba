// The mechanisms that a relay can use: the level-triggered of the pollers, and the ways of its own.
import {
	type NamedMechanism,
	findByName,
	findMechanisms,
	findPollers,
} from '../../linux/mechanisms.js';
import type {PollerModule} from '../../linux/poller.js';
import type {RelayOptions} from './clients.js';
import type {Forwarder, RelayModule} from './forwarder.js';
import {type PolicyName, policies} from './policy.js';
import {Relay} from './relay.js';

/** A watched listener and standard input; and of each client, its own socket and one to the origin. */
const OTHER_DESCRIPTORS = 2;
const SOCKETS_EACH = 2;

/** A policy that has no say where none is asked for. */
const USUAL: PolicyName = 'ready';

/** A mechanism of a relay. */
type RelayMechanism = NamedMechanism & {
	/** @throws Error where the policy has no meaning with it. */
	open(options: RelayOptions, policy: PolicyName): Forwarder;
};

/** All of them, by name, for a relay on some processors, or on any. */
export async function findRelayMechanisms(cpus?: readonly number[]): Promise<RelayMechanism[]> {
	const all = [...(await findPolled()), ...(await findOwn(cpus))];
	return all.sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The mechanism called `name`, or an alias of it.
 * @throws Error where there is none, or it cannot be used here.
 */
export async function findRelayMechanism(
	name: string,
	cpus: readonly number[] | undefined,
): Promise<RelayMechanism> {
	// A probe opens sockets, and more: the others are asked where there is none of the name alone.
	const polled = await findPolled();
	const isPolled = polled.some(each => [each.name, ...each.aliases].includes(name));
	const found = isPolled ? polled : await findOwn(cpus, name);
	return findByName(found.length > 0 ? found : await findRelayMechanisms(cpus), name);
}

/** What a policy asks for has no meaning with another trigger than the level. */
async function findPolled(): Promise<RelayMechanism[]> {
	const pollers = await findPollers();
	return pollers
		.filter(({probe, module}) => probe.ok && isLevelTriggered(module))
		.map(({module, ...named}): RelayMechanism => ({
			...named,
			kind: 'readiness',
			open(options, policy) {
				const capacity = SOCKETS_EACH * options.maxConnections + OTHER_DESCRIPTORS;
				return new Relay(module.open(capacity, options.warn), policies[policy], options);
			},
		}));
}

async function findOwn(
	cpus: readonly number[] | undefined,
	only?: string,
): Promise<RelayMechanism[]> {
	const ways = await findMechanisms<RelayModule>(new URL('ways/', import.meta.url), only);
	return ways.map(({name, aliases, module}): RelayMechanism => ({
		...{name, aliases, kind: module.kind},
		probe: module.probe(cpus),
		open(options, policy) {
			if (policy !== USUAL) {
				throw new Error(
					`${name} has a way of its own to try and to watch: --policy ${policy} is for epoll, poll and select`,
				);
			}

			return module.open(options, cpus);
		},
	}));
}

function isLevelTriggered(module: PollerModule): boolean {
	using poller = module.open(1);
	return poller.trigger === 'level';
}
