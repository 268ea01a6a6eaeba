// Descriptors of one process: each pipe has two.
import type {Limit} from '../../../budget/limit.js';
import {remedyForOpenFiles} from '../../../budget/open-files.js';

/** Node's own descriptors and the mechanism's. */
const RESERVE = 40;

export default {
	name: 'RLIMIT_NOFILE of pipetest',
	budget: ({facts}) =>
		facts.limits.openFiles === null
			? undefined
			: {value: facts.limits.openFiles, base: RESERVE, each: 2},
	remedy: (needed, {facts}) => remedyForOpenFiles(needed, facts),
} satisfies Limit;
