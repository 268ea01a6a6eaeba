// What a run comes to: what is printed, for people and for programs, and what its files are made of.
import type {StoredRun} from '../run/stored-run.js';
import {findSubject} from '../subjects/subject.js';
import {concludeDuets} from './duet-conclusion.js';
import type {Conclusion} from './results.js';
import {concludeCells, type Drawing} from './run-conclusion.js';

/** Sums up a run, whatever its design. */
export async function conclude(stored: StoredRun, drawing: Drawing = {}): Promise<Conclusion> {
	const subject = await findSubject(stored.run.settings.subject);
	return stored.run.settings.design.kind === 'duet'
		? concludeDuets(stored, subject)
		: concludeCells(stored, subject, drawing);
}
