// Open files of the whole machine.
import type {Budget, Burden, Limit} from './limit.js';

/** fs.file-max, of which a cell takes what `takes` says. */
export function limitOfFiles(takes: (burden: Burden) => Omit<Budget, 'value'>): Limit {
	return {
		name: 'fs.file-max',
		isShared: true,
		budget(burden) {
			const {sysctls, filesInUse} = burden.facts;
			const most = sysctls['fs.file-max'];
			return most === null || most === undefined
				? undefined
				: {value: Number(most) - filesInUse, ...takes(burden)};
		},
		remedy: (needed, {facts}) => `sysctl -w fs.file-max=${needed + facts.filesInUse}`,
	};
}
