// What the rig and a host's agent say to each other: JSON-RPC messages, and what they may hold.
import {NotificationType, RequestType, RequestType0} from 'vscode-jsonrpc/node.js';
import {z} from 'zod';

/** Programs that an agent starts. There is no way to name another. */
const programNames = [
	'dphttpd',
	'foreign',
	'deadconn',
	'httperf',
	'duet',
	'hog',
	'pipetest',
] as const;
export type ProgramName = (typeof programNames)[number];

/** Arguments are words and numbers, lists and addresses: no control characters, no quotes, no shell. */
const argument = z
	.string()
	.max(4000)
	.regex(/^[\w+,./:=@%-]*$/, 'no argument of these programs');

export const startParams = z.strictObject({
	program: z.enum(programNames),
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
export const succeedParams = z.strictObject({pid: z.int().min(2)});
export const programParams = z.strictObject({id: z.int().min(1)});

/** A JSON line that a program wrote to its standard output. */
export type ProgramLine = Readonly<Record<string, unknown>>;

/** How a program ended: its status or signal, and the last lines of its standard error. */
export type ProgramExit = {
	readonly code: number | null;
	readonly signal: string | null;
	readonly stderr: readonly string[];
};

/** A limit; null stands for "unlimited". */
const limit = z.number().nullable();

/** What became of one sysctl that was to be set, or of one change that was taken back. */
export const tunedSchema = z.object({
	name: z.string(),
	outcome: z.enum([
		'to be applied',
		'applied',
		'already so',
		'obsolete',
		'not here',
		'refused',
		'restored',
		'left alone',
	]),
	before: z.string().nullable(),
	/** What is wanted; what it was at first, where it is restored. */
	wanted: z.string(),
	/** What it is now: read back, because writing can fail in silence. */
	now: z.string().nullable(),
	why: z.string(),
});
export type Tuned = z.infer<typeof tunedSchema>;

/** What a host is, and what it allows. Read before a run, not during one. */
export const factsSchema = z.object({
	kernel: z.string(),
	arch: z.string(),
	cpuModel: z.string(),
	/** The processors that the agent, and so the programs, may run on. */
	cpus: z.array(z.int()),
	memory: z.object({totalBytes: z.number(), availableBytes: z.number()}),
	limits: z.object({openFiles: limit, lockedMemoryBytes: limit}),
	/** By name, as in net.core.somaxconn; null where this kernel or namespace has none. */
	sysctls: z.record(z.string(), z.string().nullable()),
	/** Of fs.file-max, what is in use already. */
	filesInUse: z.number(),
	clockSource: z.string().nullable(),
	/** Settings of the hardware and the kernel, by name, in words. */
	platform: z.record(z.string(), z.string()),
	versions: z.object({
		node: z.string(),
		koffi: z.string(),
		deadweight: z.string(),
		/** Digits that change with any line of its compiled code. */
		build: z.string(),
	}),
	/** Which kernel and which network this is: hosts that share them are one machine. */
	identity: z.object({hostname: z.string(), boot: z.string(), networkNamespace: z.number()}),
	/** Its network interfaces, by name. */
	interfaces: z.record(
		z.string(),
		z.object({
			addresses: z.array(z.string()),
			mtu: z.string().nullable(),
			/** In Mbit/s, where it has one. */
			speed: z.string().nullable(),
			driver: z.string().nullable(),
		}),
	),
});
export type Facts = z.infer<typeof factsSchema>;

/** What a host's kernel counts. */
export type KernelCounters = {
	/** By name: these only grow. */
	readonly counters: Readonly<Record<string, number>>;
	/** The line TCP of /proc/net/sockstat: how many sockets there are, by their state. */
	readonly sockets: Readonly<Record<string, number>>;
	/** Memory in the kernel's slab, in bytes. */
	readonly slab: number;
};

/** Answered at once: the rig and the agent know by it that the other is there. */
export const pingRequest = new RequestType0<{pid: number}, void>('ping');
/** Ends the agent that was lost, which may not know it yet; answered when it is gone. */
export const succeedRequest = new RequestType<z.infer<typeof succeedParams>, null, void>('succeed');
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
/** For how many seconds the program's main thread was ready to run and had no processor; null: unknown. */
export const runDelayRequest = new RequestType<z.infer<typeof programParams>, number | null, void>(
	'runDelay',
);
export const stopRequest = new RequestType<z.infer<typeof programParams>, ProgramExit, void>(
	'stop',
);

export const lineNotification = new NotificationType<{id: number; line: ProgramLine}>('line');
export const exitNotification = new NotificationType<{id: number; exit: ProgramExit}>('exit');
