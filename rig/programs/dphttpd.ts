// dphttpd as the rig uses it: its arguments, and what it says.
import {z} from 'zod';
import {Failure} from '../failure.js';
import {formatCpuList} from '../hosts/cpu-list.js';
import type {Host} from '../hosts/host.js';
import {cpuTime, readEvent} from './events.js';

const LIST_BOUND_MS = 60_000;

/** What a server is started with. */
export type ServerSettings = {
	readonly mechanism: string;
	readonly address: string;
	readonly msgsize: number;
	/** Connections at once. */
	readonly maxfds: number;
	readonly stksize: number;
	readonly cpus: readonly number[];
};

/** The arguments of a server on any free port. */
export function serverArguments(settings: ServerSettings): string[] {
	return [
		...['--json', '--port', '0', '--address', settings.address],
		...['--mechanism', settings.mechanism],
		...['--maxfds', String(settings.maxfds), '--stksize', String(settings.stksize)],
		...['--msgsize', String(settings.msgsize), '--cpus', formatCpuList(settings.cpus)],
	];
}

export const serverReady = z.object({mechanism: z.string(), port: z.int()});

/** What a server counted so far. */
export const serverReport = z.object({
	time: z.number(),
	replies: z.number(),
	connections: z.object({
		now: z.number(),
		peak: z.number(),
		accepted: z.number(),
		refused: z.number(),
	}),
	waits: z.number(),
	controls: z.number(),
	syscalls: z.record(z.string(), z.number()),
	cpu: cpuTime,
	rss: z.number(),
});
export type ServerReport = z.infer<typeof serverReport>;

/** A mechanism, and what its probe found on the server's host. */
export const mechanismFound = z.object({
	name: z.string(),
	kind: z.string(),
	ok: z.boolean(),
	reason: z.string().optional(),
	note: z.string().optional(),
	/** The largest number of descriptors that it can watch, where it has a limit of its own. */
	limit: z.object({descriptors: z.number(), reason: z.string()}).optional(),
});
export type MechanismFound = z.infer<typeof mechanismFound>;

/** Asks a host's dphttpd for its mechanisms. */
export async function listMechanisms(host: Host, signal: AbortSignal): Promise<MechanismFound[]> {
	const program = await host.start('dphttpd', ['--list-mechanisms', '--json']);
	try {
		const line = await program.waitFor(['mechanisms'], LIST_BOUND_MS, signal);
		return readEvent(z.object({mechanisms: z.array(mechanismFound)}), 'dphttpd', line).mechanisms;
	} catch (error) {
		if (error instanceof Failure && program.end !== undefined) {
			throw new Failure(`cannot list the mechanisms: ${program.end}`);
		}

		throw error;
	} finally {
		await program.stop();
	}
}
