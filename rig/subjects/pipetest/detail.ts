// What a pipetest cell measured beside what all subjects have.
import {z} from 'zod';
import {pipetestResult} from './program.js';

export const pipetestDetail = z.object({
	subject: z.literal('pipetest'),
	/** The share of the time in which it had a processor. */
	cpuShare: z.number(),
	result: pipetestResult,
});
