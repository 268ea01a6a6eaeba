// The programs of a cell, from the first to the end of the last.
import {describe, Failure} from '../failure.js';
import type {RemoteProgram} from '../site/remote-program.js';

/**
 * Calls `observe`, which starts programs and adds each to the list that it is given, and ends them
 * all. Returns what was observed, and what is wrong with the way in which they ended. `standing` are
 * programs that were there before, and stay: one that has ended is the cause of a failure, too.
 * @throws Failure with the cause where `observe` fails: they have ended then as well.
 */
export async function withPrograms<T>(
	observe: (programs: RemoteProgram[]) => Promise<T>,
	standing: readonly RemoteProgram[] = [],
): Promise<{seen: T; badEnds: string[]}> {
	const programs: RemoteProgram[] = [];
	let seen;
	try {
		seen = await observe(programs);
	} catch (error) {
		const cause = withCause(error, [...standing, ...programs]);
		await endPrograms(programs);
		throw cause;
	}

	return {seen, badEnds: await endPrograms(programs)};
}

/**
 * Ends the programs, the last started first: the dead reset their connections before the server
 * ends, so that no TIME_WAIT is left. Returns what is wrong with the way in which they ended.
 */
export async function endPrograms(programs: readonly RemoteProgram[]): Promise<string[]> {
	const faults: string[] = [];
	for (const program of programs.toReversed()) {
		try {
			const {code} = await program.stop();
			if (code !== 0) {
				faults.push(program.end ?? `${program.name} is gone`);
			}
		} catch (error) {
			faults.push(describe(error));
		}
	}

	return faults;
}

/** A program that died is the cause of what failed after it: the one that was started first. */
function withCause(error: unknown, programs: readonly RemoteProgram[]): unknown {
	const ended = programs.find(program => program.end !== undefined)?.end;
	return error instanceof Failure && error.name === 'Failure' && ended !== undefined
		? new Failure(error.message === ended ? ended : `${ended} (then: ${error.message})`)
		: error;
}
