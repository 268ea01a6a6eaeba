// The mechanisms that a relay can use: the level-triggered of the pollers.
import {type Found, type NamedMechanism, findByName, findPollers} from '../../linux/mechanisms.js';
import type {PollerModule} from '../../linux/poller.js';

/** A mechanism of a relay. */
type RelayMechanism = Found<PollerModule> & NamedMechanism & {readonly kind: 'readiness'};

/** All of them, by name. What a policy asks for has no meaning with another trigger. */
export async function findRelayMechanisms(): Promise<RelayMechanism[]> {
	const pollers = await findPollers();
	return pollers
		.filter(({probe, module}) => probe.ok && isLevelTriggered(module))
		.map(poller => ({...poller, kind: 'readiness' as const}));
}

/**
 * The mechanism called `name`, or an alias of it.
 * @throws Error where there is none.
 */
export async function findRelayMechanism(name: string): Promise<RelayMechanism> {
	return findByName(await findRelayMechanisms(), name);
}

function isLevelTriggered(module: PollerModule): boolean {
	using poller = module.open(1);
	return poller.trigger === 'level';
}
