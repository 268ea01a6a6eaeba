// Loads every module of a folder: a new study, gate or limit is one new file, and no list to edit.
import {readdirSync} from 'node:fs';

/** What each module of `folder` exports as default, by the file's name, in the order of the names. */
export async function loadDefaults(folder: URL): Promise<Array<[name: string, value: unknown]>> {
	const files = readdirSync(folder).filter(file => file.endsWith('.js'));
	return Promise.all(
		files.sort().map(async (file): Promise<[string, unknown]> => {
			const module = (await import(new URL(file, folder).href)) as {default: unknown};
			return [file.slice(0, -'.js'.length), module.default];
		}),
	);
}
