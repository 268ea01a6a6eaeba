// Descriptors of one process: the server cannot split itself, deadconn can.
import type {Limit} from '../../../budget/limit.js';
import {remedyForOpenFiles} from '../../../budget/open-files.js';
import {SERVER_RESERVE} from '../reserve.js';

export default {
	name: 'RLIMIT_NOFILE of the server',
	budget: ({facts, active}) =>
		facts.limits.openFiles === null
			? undefined
			: {value: facts.limits.openFiles, base: active + SERVER_RESERVE, each: 1},
	remedy: (needed, {facts}) => remedyForOpenFiles(needed, facts),
} satisfies Limit;
