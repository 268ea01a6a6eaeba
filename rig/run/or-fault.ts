// What becomes of a cell that could not be measured: a row with its cause, never a missing row.
import {describe, Interrupted} from '../failure.js';
import type {Reason} from '../record/row.js';

/** What a row says of a fault. */
type Fault = {readonly status: 'failed'; readonly reasons: Reason[]};

/**
 * What `measure` returns, or the fault that ended it.
 * @throws Interrupted: an abandoned cell has no row.
 */
export async function orFault<T>(measure: () => Promise<T>): Promise<T | Fault> {
	try {
		return await measure();
	} catch (error) {
		if (error instanceof Interrupted) {
			throw error;
		}

		return {status: 'failed', reasons: [{name: 'fault', message: describe(error)}]};
	}
}
