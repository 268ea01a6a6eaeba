// The files that are made of results: each is a module in the folder artefacts/, registered by being there.
import {join} from 'node:path';
import {loadDefaults} from '../folder-modules.js';
import {writeWhole} from '../record/write-whole.js';
import type {Results} from './results.js';

/** Makes files of results, by their names: none where it has nothing to say of them. */
export type Artefact = (results: Results) => Promise<Record<string, string | Uint8Array>>;

/** Writes all artefacts into `folder`; returns the names of the files. */
export async function writeArtefacts(folder: string, results: Results): Promise<string[]> {
	const names: string[] = [];
	for (const [, make] of await loadDefaults(new URL('artefacts/', import.meta.url))) {
		for (const [name, data] of Object.entries(await (make as Artefact)(results))) {
			writeWhole(join(folder, name), data);
			names.push(name);
		}
	}

	return names;
}
