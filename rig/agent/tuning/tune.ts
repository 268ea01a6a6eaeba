// Sets sysctls as a run wants them, and brings them back: on this machine, in this network namespace.
import {writeFileSync} from 'node:fs';
import {describe} from '../../failure.js';
import {readSysctl} from '../proc.js';
import type {Tuned} from '../../record/facts.js';
import type {Journal} from './journal.js';
import type {SysctlTarget} from './sysctl-targets.js';

/** What applying would do. */
export function planTuning(targets: readonly SysctlTarget[]): Tuned[] {
	return targets.map(
		target => judge(target) ?? tuned(target, 'to be applied', readSysctl(target.name)),
	);
}

/** Sets what is not as it should be. Each change is in the journal before it is made. */
export function applyTuning(targets: readonly SysctlTarget[], journal: Journal): Tuned[] {
	return targets.map(target => {
		const found = judge(target);
		if (found !== undefined) {
			return found;
		}

		const before = readSysctl(target.name) ?? '';
		journal.note(target.name, before, target.value);
		const trouble = write(target.name, target.value);
		const now = readSysctl(target.name);
		return now === target.value
			? tuned(target, 'applied', before)
			: {
					...tuned(target, 'refused', before),
					why: trouble ?? 'the kernel took the value and did not keep it',
				};
	});
}

/**
 * Brings back what the journal names, the last change first. What somebody else has changed meanwhile
 * is left alone. Nothing is to be done, and nothing is, where there is no journal.
 */
export function restoreTuning(journal: Journal): Tuned[] {
	const restored = journal
		.changes()
		.toReversed()
		.map(({name, before, afters}): Tuned => {
			const now = readSysctl(name);
			const entry = {name, before: now, wanted: before};
			if (now === before) {
				return {...entry, outcome: 'restored', now, why: 'it is as it was'};
			}

			if (now === null || !afters.includes(now)) {
				return {...entry, outcome: 'left alone', now, why: 'somebody else has changed it since'};
			}

			const trouble = write(name, before);
			const back = readSysctl(name);
			return back === before
				? {...entry, outcome: 'restored', now: back, why: 'set back'}
				: {...entry, outcome: 'refused', now: back, why: trouble ?? 'the kernel did not take it'};
		});
	// What was refused can be tried again: as root, say.
	if (restored.every(({outcome}) => outcome !== 'refused')) {
		journal.clear();
	}

	return restored;
}

/** What can be said without a change; undefined where one is needed. */
function judge(target: SysctlTarget): Tuned | undefined {
	const now = readSysctl(target.name);
	if (now === null) {
		return target.gone === undefined
			? {...tuned(target, 'not here', now), why: 'not on this kernel, or not in this namespace'}
			: {...tuned(target, 'obsolete', now), why: target.gone};
	}

	const isSo = target.isLeast ? BigInt(now) >= BigInt(target.value) : now === target.value;
	return isSo ? tuned(target, 'already so', now) : undefined;
}

function tuned(target: SysctlTarget, outcome: Tuned['outcome'], before: string | null): Tuned {
	const {name, value: wanted, why} = target;
	return {name, outcome, before, wanted, now: readSysctl(name), why};
}

/** Why it could not be written; undefined where it could. */
function write(name: string, value: string): string | undefined {
	try {
		writeFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, value);
		return undefined;
	} catch (error) {
		return describe(error);
	}
}
