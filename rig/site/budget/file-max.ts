// Open files of the whole machine.
import type {Budget, Demand, Limit} from './limit.js';

/** fs.file-max, of which a cell takes what `takes` says. */
export function limitOfFiles(takes: (demand: Demand) => Omit<Budget, 'value'>): Limit {
	return {
		name: 'fs.file-max',
		isShared: true,
		budget(demand) {
			const {sysctls, filesInUse} = demand.facts;
			const most = sysctls['fs.file-max'];
			return most === null || most === undefined
				? undefined
				: {value: Number(most) - filesInUse, ...takes(demand)};
		},
		remedy: (needed, {facts}) => `sysctl -w fs.file-max=${needed + facts.filesInUse}`,
	};
}
