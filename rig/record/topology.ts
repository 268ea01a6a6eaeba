// Which processors the programs of a run have.
import {z} from 'zod';

/** Processors, by number. */
export const cpuList = z.array(z.int().min(0)).min(1);

export const topologySchema = z.object({
	server: cpuList,
	load: cpuList,
	dead: cpuList,
	/** Where the hosts are: shared host, namespaces or lab; on one machine, client and server share the kernel's work. */
	label: z.string(),
	/** The server has a processor to itself. */
	disjoint: z.boolean(),
});
export type Topology = z.infer<typeof topologySchema>;
