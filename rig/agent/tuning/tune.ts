// Sets sysctls as a run wants them, and brings them back: on this machine, in this network namespace.
import {writeFileSync} from 'node:fs';
import {describe} from '../../failure.js';
import {readSysctl} from '../proc.js';
import type {Tuned} from '../protocol.js';
import type {Journal} from './journal.js';
import type {Wish} from './sysctl-targets.js';

/** What applying would do. */
export function planTuning(wishes: readonly Wish[]): Tuned[] {
	return wishes.map(wish => judge(wish) ?? tuned(wish, 'to be applied', readSysctl(wish.name)));
}

/** Sets what is not as it should be. Each change is in the journal before it is made. */
export function applyTuning(wishes: readonly Wish[], journal: Journal): Tuned[] {
	return wishes.map(wish => {
		const found = judge(wish);
		if (found !== undefined) {
			return found;
		}

		const before = readSysctl(wish.name) ?? '';
		journal.note(wish.name, before, wish.value);
		const trouble = write(wish.name, wish.value);
		const now = readSysctl(wish.name);
		return now === wish.value
			? tuned(wish, 'applied', before)
			: {
					...tuned(wish, 'refused', before),
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
function judge(wish: Wish): Tuned | undefined {
	const now = readSysctl(wish.name);
	if (now === null) {
		return wish.gone === undefined
			? {...tuned(wish, 'not here', now), why: 'not on this kernel, or not in this namespace'}
			: {...tuned(wish, 'obsolete', now), why: wish.gone};
	}

	const isSo = wish.isLeast ? BigInt(now) >= BigInt(wish.value) : now === wish.value;
	return isSo ? tuned(wish, 'already so', now) : undefined;
}

function tuned(wish: Wish, outcome: Tuned['outcome'], before: string | null): Tuned {
	const {name, value: wanted, why} = wish;
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
