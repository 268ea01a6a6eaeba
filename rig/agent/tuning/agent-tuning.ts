// The tuning of an agent: what it sets for a run it brings back, at the latest when it ends.
import {existsSync} from 'node:fs';
import type {Tuning} from '../agent.js';
import {journalPath} from './journal-path.js';
import {Journal} from './journal.js';
import {applyTuning, restoreTuning} from './tune.js';
import {sysctlTargets} from './sysctl-targets.js';

/**
 * A journal of its own: what deadweight tune has set stays. One that a killed agent has left is taken
 * over, so that the values of before its run come back.
 */
export function agentTuning(): Tuning {
	const journal = new Journal(journalPath('run'));
	return {
		apply: load => applyTuning(sysctlTargets(load), journal),
		restore: () => (existsSync(journal.path) ? restoreTuning(journal) : []),
	};
}
