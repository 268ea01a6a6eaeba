// What the rig and a host's agent say to each other: JSON-RPC messages, and what they may hold.
import {
	NotificationType,
	NotificationType0,
	RequestType,
	RequestType0,
} from 'vscode-jsonrpc/node.js';
import {z} from 'zod';
import type {ProgramExit, ProgramLine} from '../../programs/child.js';
import type {Facts, Tuned} from '../record/facts.js';

/** The longest argument: a server of the user's own has its command line in one. */
export const MOST_ARGUMENT = 4000;

/** Arguments are one line of text each: there is no shell, and nothing that a terminal would obey. */
const argument = z
	.string()
	.max(MOST_ARGUMENT)
	.regex(/^\P{Cc}*$/u, 'no argument of these programs');

export const startParams = z.strictObject({
	/** One of those that the agent was given: there is no way to name another. */
	program: z.string().regex(/^[\w-]{1,40}$/),
	args: z.array(argument).max(64),
});
/** What a host is to carry, for its sysctls. */
export const loadSchema = z.strictObject({
	/** Dead connections. */
	dead: z.int().min(0).max(1e8),
	/** Active connections. */
	active: z.int().min(1).max(1e6),
});
export const tuneParams = z.discriminatedUnion('action', [
	z.strictObject({action: z.literal('apply'), load: loadSchema}),
	z.strictObject({action: z.literal('restore')}),
]);
/** The agent that another takes the place of. */
export const takeOverParams = z.strictObject({pid: z.int().min(2)});
export const programParams = z.strictObject({id: z.int().min(1)});
/** Whether the processor is to count for the program, too: from the first time that this is asked for. */
export const countersParams = programParams.extend({hardware: z.boolean().optional()});

/** What a host's kernel counts. */
export type KernelCounters = {
	/** By name: these only grow. */
	readonly counters: Readonly<Record<string, number>>;
	/** The line TCP of /proc/net/sockstat: how many sockets there are, by their state. */
	readonly sockets: Readonly<Record<string, number>>;
	/** Memory in the kernel's slab, in bytes. */
	readonly slab: number;
};

/** What the kernel counts of a program's process; null: unknown. */
export type ProcessCounts = {
	/** For how many seconds its main thread was ready to run and had no processor. */
	readonly runDelay: number | null;
	/** Of all its threads (proc(5), /proc/pid/task/tid/status). */
	readonly switches: {readonly voluntary: number; readonly involuntary: number} | null;
	/** Of all its threads, in user mode and in the kernel (perf_event_open(2)); null also where it was not asked for. */
	readonly hardware: {readonly instructions: number; readonly cycles: number} | null;
};

/** Answered at once: the rig and the agent know by it that the other is there. */
export const pingRequest = new RequestType0<{pid: number}, void>('ping');
/** Ends the agent that was lost, which may not know it yet; answered when it is gone. */
export const takeOverRequest = new RequestType<z.infer<typeof takeOverParams>, null, void>(
	'takeOver',
);
export const factsRequest = new RequestType0<Facts, void>('facts');
export const countersRequest = new RequestType0<KernelCounters, void>('counters');
/** Sets sysctls for a load, or brings back what was set; the agent's end brings them back too. */
export const tuneRequest = new RequestType<z.infer<typeof tuneParams>, Tuned[], void>('tune');
export const startRequest = new RequestType<
	z.infer<typeof startParams>,
	{id: number; pid: number},
	void
>('start');
export const reportRequest = new RequestType<z.infer<typeof programParams>, ProgramLine, void>(
	'report',
);
export const processCountersRequest = new RequestType<
	z.infer<typeof countersParams>,
	ProcessCounts,
	void
>('processCounters');
export const stopRequest = new RequestType<z.infer<typeof programParams>, ProgramExit, void>(
	'stop',
);

/** The last message: the stream ends after it. */
export const byeNotification = new NotificationType0('bye');
export const lineNotification = new NotificationType<{id: number; line: ProgramLine}>('line');
export const exitNotification = new NotificationType<{id: number; exit: ProgramExit}>('exit');
