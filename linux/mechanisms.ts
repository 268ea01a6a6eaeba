// Finds mechanisms: each module in a folder is one, named by its file. There is no list to edit.
import {readdirSync} from 'node:fs';
import type {Probe, PollerModule} from './poller.js';

/** A mechanism's module, with its name. */
export type Found<M> = {readonly name: string; readonly module: M; readonly probe: Probe};

/** Other names that are understood: the study calls epoll's system calls sys-epoll. */
const aliases: Readonly<Record<string, string>> = {'sys-epoll': 'epoll'};

/** The name that a mechanism has here. */
export function canonicalName(name: string): string {
	return aliases[name] ?? name;
}

/** The pollers in linux/pollers/, by name, each with what its probe found. */
export async function findPollers(): Promise<Array<Found<PollerModule>>> {
	return findMechanisms<PollerModule>(new URL('pollers/', import.meta.url));
}

/** Loads and probes every module of a folder, in the order of their names. */
export async function findMechanisms<M extends {probe(): Probe}>(
	folder: URL,
): Promise<Array<Found<M>>> {
	const files = readdirSync(folder).filter(file => file.endsWith('.js'));
	return Promise.all(
		files.sort().map(async file => {
			const module = (await import(new URL(file, folder).href)) as M;
			return {name: file.slice(0, -'.js'.length), module, probe: module.probe()};
		}),
	);
}
