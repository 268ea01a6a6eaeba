// What every load in turns is told.
import {quantity} from '../programs/command-line.js';

/** How long slices are, and for how long they are played. */
export const turnOptions = {
	slice: quantity('milliseconds', {default: 5, describe: 'milliseconds of a slice, at least'}),
	warmup: quantity('seconds', {
		default: 0.5,
		describe: 'seconds of slices before those that count',
	}),
	duration: quantity('seconds', {default: 2, describe: 'seconds of slices that count'}),
} as const;
