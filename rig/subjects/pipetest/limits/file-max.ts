// Open files of the whole machine: each pipe has two.
import type {Limit} from '../../../budget/limit.js';
import {PIPETEST_RESERVE} from '../reserve.js';

export default {
	name: 'fs.file-max',
	budget({facts}) {
		const most = facts.sysctls['fs.file-max'];
		return most === null || most === undefined
			? undefined
			: {value: Number(most) - facts.filesInUse, base: PIPETEST_RESERVE, each: 2};
	},
	remedy: (needed, {facts}) => `sysctl -w fs.file-max=${needed + facts.filesInUse}`,
} satisfies Limit;
