// Which processors the server and the clients get.
import {UsageError} from '../failure.js';
import type {SubjectCpus} from '../record/settings.js';
import type {Topology} from '../record/topology.js';

/** What the command line may say of it. */
export type CpuChoice = {
	readonly server?: readonly number[] | undefined;
	readonly load?: readonly number[] | undefined;
	readonly dead?: readonly number[] | undefined;
};

/**
 * Divides the processors of one machine. With three or more, each of the three programs has its own, and
 * the load client another of those that are left: one that is as heavy as the server would be the limit;
 * with two, the clients share one: the dead are silent while the load is measured. With one, all
 * share it, and what is measured is the sum of their work.
 * @throws UsageError where a processor is asked for that is not there.
 */
export function divideCpus(
	cpus: readonly number[],
	subjectCpus: SubjectCpus,
	choice: CpuChoice,
): Topology {
	const [first = 0] = cpus;
	const last = cpus.at(-1) ?? first;
	const rest = cpus.length > 2 ? cpus.slice(0, -2) : [first];
	const own = {one: [first], share: rest, all: cpus}[subjectCpus];
	const server = [...(choice.server ?? own)];
	const spare = cpus.slice(1, -2).filter(cpu => !server.includes(cpu));
	const load = [...(choice.load ?? [...spare.slice(-1), last])];
	const dead = [...(choice.dead ?? [cpus.length > 2 ? (cpus.at(-2) ?? last) : last])];
	const absent = [...server, ...load, ...dead].find(cpu => !cpus.includes(cpu));
	if (absent !== undefined) {
		throw new UsageError(`there is no CPU ${absent} to use here; there are ${cpus.join(',')}`);
	}

	const disjoint = !server.some(cpu => load.includes(cpu) || dead.includes(cpu));
	return {server, load, dead, label: 'shared host', disjoint};
}
