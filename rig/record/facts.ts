// What a host is and allows, and what became of its sysctls, as an agent tells it and run.json keeps it.
import {z} from 'zod';

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

/** What sysctls became, by host. */
export const tuningSchema = z.array(z.object({host: z.string(), tuned: z.array(tunedSchema)}));

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
