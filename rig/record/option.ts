// What a host has of a choice: mechanisms that its kernel offers, servers that are installed.
import {z} from 'zod';
import {mechanismFound} from '../../programs/events/mechanisms.js';
import {ownServerSchema} from './own-server.js';

export const optionSchema = mechanismFound.extend({
	/** Of a server of the user's own: how it is started, or where it runs. */
	own: ownServerSchema.optional(),
});

/** A level of a choice, and what its probe found on a host. */
export type Option = z.infer<typeof optionSchema>;

/** By the factor that they are levels of. */
export const optionsSchema = z.record(z.string(), z.array(optionSchema));
export type Options = Readonly<Record<string, readonly Option[]>>;

/** The kind of what others have written, and is started as it is installed. */
const FOREIGN = 'server';

/** Whether it is a program of others, which tells less than ours. */
export function isForeign({kind}: Pick<Option, 'kind'>): boolean {
	return kind === FOREIGN;
}

/** Programs of others, by name, with their versions: a run depends on them as on its own build. */
export function foreignVersions(options: Options): Record<string, string> {
	return Object.fromEntries(
		Object.values(options)
			.flat()
			.filter(isForeign)
			.map(({name, note, reason}) => [name, note ?? reason ?? 'unknown']),
	);
}

/** The option that is called so, by its name or an alias. */
export function findOption(options: readonly Option[], name: string): Option | undefined {
	return options.find(each => each.name === name || each.aliases?.includes(name));
}
