// What a load comes to that alternates between two servers, whatever they are.
import {Failure} from '../failure.js';
import {type Slices, summariseSlices} from '../method/slices.js';
import type {SeenInTurns} from './subject.js';

/** What was seen of both sides, and what their slices say; capacity is what processor time comes to. */
export function seenInTurns<Seen>(seen: readonly [Seen, Seen], slices: Slices): SeenInTurns<Seen> {
	const {logs, positions} = summariseSlices(slices);
	const capacity = logs.cpu === undefined ? {} : {capacity: -logs.cpu};
	return {seen, slices, logs: {...logs, ...capacity}, positions: {...positions}};
}

/** @throws Failure where there is something that the sides differ in and one load has one of. */
export function refuseDifference(what: string | undefined): void {
	if (what !== undefined) {
		throw new Failure(
			`one load alternates between both sides, so they cannot differ in ${what}: compare them with deadweight run, without --in-turns`,
		);
	}
}
