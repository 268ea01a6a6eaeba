// What run.json keeps of a lab, and of what was tuned.
import {z} from 'zod';
import {factsSchema, tunedSchema} from '../agent/protocol.js';
import {cpuList} from '../site/topology.js';

/** What run.json keeps of a lab. */
export const labSchema = z.object({
	/** The inventory's file. */
	inventory: z.string(),
	/** The server's address, as its clients reach it. */
	address: z.string(),
	server: z.string(),
	load: z.string(),
	dead: z.array(
		z.object({
			name: z.string(),
			cpus: cpuList,
			/** Source addresses of its connections; none: the kernel chooses. */
			sources: z.array(z.string()),
			facts: factsSchema,
		}),
	),
});
export type Lab = z.infer<typeof labSchema>;

/** What sysctls became, by host. */
export const tuningSchema = z.array(z.object({host: z.string(), tuned: z.array(tunedSchema)}));
