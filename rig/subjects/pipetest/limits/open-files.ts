// Descriptors of one process: each pipe has two.
import type {Limit} from '../../../budget/limit.js';
import {remedyForOpenFiles} from '../../../budget/open-files.js';
import {PIPETEST_RESERVE} from '../reserve.js';

export default {
	name: 'RLIMIT_NOFILE of pipetest',
	budget: ({facts}) =>
		facts.limits.openFiles === null
			? undefined
			: {value: facts.limits.openFiles, base: PIPETEST_RESERVE, each: 2},
	remedy: (needed, {facts}) => remedyForOpenFiles(needed, facts),
} satisfies Limit;
