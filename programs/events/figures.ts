// Fields that events of several programs have.
import {z} from 'zod';

/** How many: a whole number from 0. */
export const count = z.int().min(0);

/** Processor time, in microseconds. */
export const cpuTime = z.object({user: z.number(), system: z.number()});

/** CLOCK_MONOTONIC, in seconds. */
export const time = z.number();

/** Calls by the names that the kernel has for them. */
export const syscalls = z.record(z.string(), count);

/** Why something was refused, as text for people: what stopped it, what it is and would have to be. */
export const refusal = {
	limit: z.string(),
	value: z.string(),
	needed: z.string(),
	remedy: z.string(),
	reason: z.string(),
};
