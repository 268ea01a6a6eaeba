// The foreign servers that there are: each module in kinds/, disks/ or relays/ is one, named by its file;
// and a person's own.
import {type NamedMechanism, findByName, findMechanisms} from '../../linux/mechanisms.js';
import type {Attached, ForeignKind} from './kind.js';
import {moduleOfOwn, type Own} from './own.js';

/** One of them, and whether it is installed. */
export type NamedKind = NamedMechanism & {
	readonly kind: 'server';
	readonly module: ForeignKind | Attached;
};

/** All that answer by HTTP, by name, or the one of a name alone; `own` last. */
export async function findKinds(own: readonly Own[] = [], only?: string): Promise<NamedKind[]> {
	return [
		...(await findIn('kinds/', only)),
		...own
			.filter(({name}) => only === undefined || name === only)
			.map(each => {
				const module = moduleOfOwn(each);
				const {name} = each;
				return {name, aliases: [], module, probe: module.probe(), kind: 'server' as const};
			}),
	];
}

/**
 * The server called `name`.
 * @throws Error where there is none, or it is not installed.
 */
export async function findKind(name: string, own: readonly Own[]): Promise<NamedKind> {
	// Each is asked for its version, which takes its time: others only where there is none of the name.
	// No subject but blocks can be served by those in disks/, which serve a disk by NBD.
	const found = [...(await findKinds(own, name)), ...(await findIn('disks/', name))];
	return findByName(found.length > 0 ? found : await findKinds(own), name);
}

/** All that forward, by name. */
export async function findRelays(): Promise<NamedKind[]> {
	return findIn('relays/');
}

/**
 * The one of them that is called `name`.
 * @throws Error where there is none, or it is not installed.
 */
export async function findRelay(name: string): Promise<NamedKind> {
	return findByName(await findRelays(), name);
}

async function findIn(folder: string, only?: string): Promise<NamedKind[]> {
	const found = await findMechanisms<ForeignKind>(new URL(folder, import.meta.url), only);
	return found.map(each => ({...each, kind: 'server' as const}));
}
