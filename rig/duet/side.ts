// One side of a duet: a mechanism, of this build or of another.
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../failure.js';
import {faultsSchema} from '../plan/faults.js';

export const sideSchema = z.object({
	/** As it was asked for, as in epoll, or epoll@../other. */
	name: z.string(),
	mechanism: z.string(),
	/** The checkout whose server it is; null: this one's. */
	build: z.string().nullable(),
	faults: faultsSchema.optional(),
});
export type Side = z.infer<typeof sideSchema>;

/**
 * Reads a side, as in poll or epoll@DIR.
 * @throws UsageError where DIR holds no built checkout.
 */
export function readSide(text: string): Side {
	const at = text.indexOf('@');
	const mechanism = at < 0 ? text : text.slice(0, at);
	const build = at < 0 ? null : resolve(text.slice(at + 1));
	if (mechanism === '') {
		throw new UsageError(`${text} names no mechanism, as in epoll or epoll@../other-checkout`);
	}

	if (build !== null && !existsSync(agentOf(build))) {
		throw new UsageError(
			`${build} holds no built checkout of deadweight: there is no ${agentOf(build)}; build it with npm ci`,
		);
	}

	return {name: text, mechanism, build};
}

/** The agent of a build. */
export function agentOf(build: string): string {
	return join(build, 'dist/rig/main.js');
}
