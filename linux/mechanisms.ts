// Finds mechanisms: each module in a folder is one, named by its file. There is no list to edit.
import {readdirSync} from 'node:fs';
import {noSuch} from '../programs/nearest.js';
import type {Probe, PollerModule} from './poller.js';

/** A mechanism's module, with its name, and the other names that are understood. */
export type Found<M> = {
	readonly name: string;
	readonly aliases: readonly string[];
	readonly module: M;
	readonly probe: Probe;
};

/** The pollers in linux/pollers/, by name, each with what its probe found. */
export async function findPollers(): Promise<Array<Found<PollerModule>>> {
	return findMechanisms<PollerModule>(new URL('pollers/', import.meta.url));
}

/** Loads and probes every module of a folder, or that of one name alone, in the order of their names. */
export async function findMechanisms<M extends {probe(): Probe; aliases?: readonly string[]}>(
	folder: URL,
	only?: string,
): Promise<Array<Found<M>>> {
	const files = readdirSync(folder).filter(
		file => file.endsWith('.js') && (only === undefined || file === `${only}.js`),
	);
	return Promise.all(
		files.sort().map(async file => {
			const module = (await import(new URL(file, folder).href)) as M;
			const name = file.slice(0, -'.js'.length);
			return {name, aliases: module.aliases ?? [], module, probe: module.probe()};
		}),
	);
}

/** A mechanism as a program lists it. */
export type NamedMechanism = {
	readonly name: string;
	/** Other names that are understood. */
	readonly aliases: readonly string[];
	/** A server of others is a mechanism like any: it waits in its own way. So is what is spoken on the wire. */
	readonly kind: 'readiness' | 'completion' | 'server' | 'security';
	readonly probe: Probe;
};

/**
 * The mechanism called `name`, or an alias of it.
 * @throws Error where there is none, or its probe refuses; another is never substituted.
 */
export function findByName<M extends NamedMechanism>(all: readonly M[], name: string): M {
	const found = all.find(mechanism => mechanism.name === name || mechanism.aliases.includes(name));
	if (!found) {
		throw new Error(
			noSuch(
				'mechanism',
				name,
				all.map(mechanism => mechanism.name),
			),
		);
	}

	if (!found.probe.ok) {
		throw new Error(`${found.name} cannot be used here: ${found.probe.reason}`);
	}

	return found;
}
