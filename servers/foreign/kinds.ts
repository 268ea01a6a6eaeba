// The foreign servers that there are: each module in kinds/ is one, named by its file.
import {type NamedMechanism, findByName, findMechanisms} from '../../linux/mechanisms.js';
import type {ForeignKind} from './kind.js';

/** One of them, and whether it is installed. */
export type NamedKind = NamedMechanism & {readonly kind: 'server'; readonly module: ForeignKind};

/** All of them, by name. */
export async function findKinds(): Promise<NamedKind[]> {
	const found = await findMechanisms<ForeignKind>(new URL('kinds/', import.meta.url));
	return found.map(each => ({...each, kind: 'server'}));
}

/**
 * The server called `name`.
 * @throws Error where there is none, or it is not installed.
 */
export async function findKind(name: string): Promise<NamedKind> {
	return findByName(await findKinds(), name);
}
