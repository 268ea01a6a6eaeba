// Results of pipetest as schema 2 had them.
import type {Level} from '../../method/factor.js';
import type {Figures2, Settings2} from './older.js';

export const population = 'pipes';
export const beside = ['cpu.user', 'cpu.system'];
export const published = 'sys_epoll-2002-10-30-pipetest-smp';

export function set(settings: Settings2): Record<string, Level> {
	return {
		tokens: settings['messageThreads'] as number,
		generations: settings['maxGeneration'] as number,
		routing: settings['routing'] as string,
	};
}

export function measures(figures: Figures2): Record<string, number> {
	const {rate, cpuUserUs, cpuSystemUs, waits} = figures;
	return {
		rate,
		cpu: cpuUserUs + cpuSystemUs,
		'cpu.user': cpuUserUs,
		'cpu.system': cpuSystemUs,
		...(waits !== undefined && {waits}),
	};
}
