// The machines of a lab as run.json keeps them.
import {z} from 'zod';
import {factsSchema} from './facts.js';
import {cpuList} from './topology.js';

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
