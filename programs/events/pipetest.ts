// What pipetest says (docs/programs.md).
import {z} from 'zod';
import {count, cpuTime, refusal, syscalls} from './figures.js';
import {mechanisms} from './mechanisms.js';

const setting = {
	mechanism: z.string(),
	routing: z.string(),
	pipes: count,
	messageThreads: count,
	maxGeneration: count,
};

export const pipetestEvents = {
	ready: z.object({event: z.literal('ready'), ...setting, pid: count}),
	/** What was timed: from before the tokens are seeded until all have retired. */
	result: z.object({
		event: z.literal('result'),
		...setting,
		lives: count,
		passes: count,
		seconds: z.number(),
		cpu: cpuTime,
		waits: count,
		controls: count,
		syscalls,
		/** What each of them costs from JavaScript before the kernel does anything, in nanoseconds. */
		callNs: z.number(),
		switches: z.object({voluntary: count, involuntary: count}),
		hardware: z.object({instructions: z.number(), cycles: z.number()}).optional(),
		passesPerSecond: z.number(),
		/** Bytes. */
		rss: count,
	}),
	failed: z.object({event: z.literal('failed'), ...refusal}),
	mechanisms,
};
