// Faults that a run plants on purpose, so that a gate or a verdict is seen to find them.
import {z} from 'zod';
import {UsageError} from '../../failure.js';

export const faultsSchema = z.strictObject({
	/** The server wastes this share of its processor time. */
	slow: z.number().min(0.001).max(10).optional(),
	/** So many dead connections are closed under load. */
	lose: z.int().min(1).optional(),
	/** Of the server's listen(2). */
	backlog: z.int().min(1).optional(),
	/** A busy loop shares the load client's processor. */
	hog: z.literal(true).optional(),
});
export type Faults = z.infer<typeof faultsSchema>;

/** What `--inject` understands. */
export const faultsHelp =
	'plant faults, to see them found: slow=5% (the server), lose=10 (dead connections, under load), backlog=1 (of listen, and a burst), hog (beside the client)';

/**
 * Reads faults, as in slow=5%,hog.
 * @throws UsageError that says what there is.
 */
export function readFaults(text: string): Faults {
	const entries = text.split(',').map((part): [string, unknown] => {
		const [, name = '', value, percent] = /^(\w+)(?:=([\d.]+)(%?))?$/.exec(part.trim()) ?? [];
		const number = value === undefined ? true : Number(value) / (percent === '%' ? 100 : 1);
		return [name, number];
	});
	const result = faultsSchema.safeParse(Object.fromEntries(entries));
	if (!result.success) {
		throw new UsageError(`--inject ${text} is none of these: ${faultsHelp}`);
	}

	return result.data;
}
