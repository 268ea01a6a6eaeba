// One side of a duet: a mechanism, of this build or of another, with settings of its own.
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {z} from 'zod';
import {UsageError} from '../../failure.js';
import {faultsSchema} from '../../subjects/dphttpd/faults.js';

/** Settings of a server in which two sides may differ. */
const settingsSchema = z.strictObject({
	msgsize: z.coerce.number().int().min(1).optional(),
	stksize: z.coerce.number().int().min(64).optional(),
	maxfds: z.coerce.number().int().min(1).optional(),
});

export const sideSchema = z.object({
	/** As it was asked for, as in epoll, or epoll@../other, or epoll,stksize=65536. */
	name: z.string(),
	mechanism: z.string(),
	/** The checkout whose server it is; null: this one's. */
	build: z.string().nullable(),
	settings: settingsSchema.optional(),
	faults: faultsSchema.optional(),
});
export type Side = z.infer<typeof sideSchema>;

/**
 * Reads a side, as in poll, epoll@DIR or epoll,stksize=65536.
 * @throws UsageError where DIR holds no built checkout, or there is no such setting.
 */
export function readSide(text: string): Side {
	const [head = '', ...rest] = text.split(',');
	const at = head.indexOf('@');
	const mechanism = at < 0 ? head : head.slice(0, at);
	const build = at < 0 ? null : resolve(head.slice(at + 1));
	if (mechanism === '') {
		throw new UsageError(`${text} names no mechanism, as in epoll or epoll@../other-checkout`);
	}

	if (build !== null && !existsSync(agentOf(build))) {
		throw new UsageError(
			`${build} holds no built checkout of deadweight: there is no ${agentOf(build)}; build it with npm ci`,
		);
	}

	return {
		name: text,
		mechanism,
		build,
		...(rest.length > 0 && {settings: readSettings(text, rest)}),
	};
}

function readSettings(text: string, parts: readonly string[]): Side['settings'] {
	const given: Record<string, unknown> = Object.fromEntries(
		parts.map(part => part.split('=', 2) as [string, string]),
	);
	const result = settingsSchema.safeParse(given);
	if (!result.success) {
		throw new UsageError(
			`${text}: a side's settings are msgsize, stksize and maxfds, as in epoll,stksize=65536`,
		);
	}

	return result.data;
}

/** The agent of a build. */
export function agentOf(build: string): string {
	return join(build, 'dist/rig/main.js');
}
