// Open files of the whole machine: both ends of each connection count where both are here.
import type {Limit} from '../../../budget/limit.js';

/** What the programs of a cell have open beside their connections. */
const RESERVE = 500;

export default {
	name: 'fs.file-max',
	budget({facts, active}) {
		const most = facts.sysctls['fs.file-max'];
		return most === null || most === undefined
			? undefined
			: {value: Number(most) - facts.filesInUse, base: 2 * active + RESERVE, each: 2};
	},
	remedy: (needed, {facts}) => `sysctl -w fs.file-max=${needed + facts.filesInUse}`,
} satisfies Limit;
