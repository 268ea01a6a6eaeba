// Which processors the server and the clients get.
import {z} from 'zod';
import {UsageError} from '../failure.js';
import type {SubjectCpus} from '../run/study.js';

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

/** What the command line may say of it. */
export type CpuChoice = {
	readonly server?: readonly number[] | undefined;
	readonly load?: readonly number[] | undefined;
	readonly dead?: readonly number[] | undefined;
};

/**
 * Divides the processors of one machine. With three or more, each of the three programs has its own;
 * with two, the clients share one: the dead are silent while the load is measured. With one, all
 * share it, and what is measured is the sum of their work.
 * @throws UsageError where a processor is asked for that is not there.
 */
export function divideCpus(
	cpus: readonly number[],
	serverCpus: SubjectCpus,
	choice: CpuChoice,
): Topology {
	const [first = 0] = cpus;
	const last = cpus.at(-1) ?? first;
	const rest = cpus.length > 2 ? cpus.slice(0, -2) : [first];
	const own = {1: [first], 'its share': rest, all: cpus}[serverCpus];
	const server = [...(choice.server ?? own)];
	const load = [...(choice.load ?? [last])];
	const dead = [...(choice.dead ?? [cpus.length > 2 ? (cpus.at(-2) ?? last) : last])];
	const absent = [...server, ...load, ...dead].find(cpu => !cpus.includes(cpu));
	if (absent !== undefined) {
		throw new UsageError(`there is no CPU ${absent} to use here; there are ${cpus.join(',')}`);
	}

	const disjoint = !server.some(cpu => load.includes(cpu) || dead.includes(cpu));
	return {server, load, dead, label: 'shared host', disjoint};
}
