// What blockload says (docs/programs.md).
import {z} from 'zod';
import {duetEvents} from './duet.js';
import {count, cpuTime, time} from './figures.js';

export const blockloadEvents = {
	connected: z.object({
		event: z.literal('connected'),
		connections: count,
		/** Bytes of the disk. */
		size: count,
		/** Whether the server sends structured replies, whose data has two headers. */
		structured: z.boolean(),
	}),
	/** The disk holds what reads are held against. */
	filled: z.object({event: z.literal('filled'), time, writes: count}),
	measuring: z.object({event: z.literal('measuring'), time}),
	measured: z.object({event: z.literal('measured'), time}),
	report: z.object({event: z.literal('report'), time, replies: count, cpu: cpuTime}),
	result: z.object({
		event: z.literal('result'),
		reason: z.enum(['duration', 'completed', 'stopped', 'failed']),
		/** From the first write that filled the disk on. */
		total: z.object({reads: count, writes: count, bytes: count, seconds: z.number()}),
		window: z.object({
			seconds: z.number(),
			replies: count,
			reads: count,
			writes: count,
			/** Of the disk, in both directions. */
			bytes: count,
			rate: z.number(),
			cpu: cpuTime,
			cpuShare: z.number(),
			/** That have come: TCP segments with data (0 over a Unix socket), TLS records. */
			segments: count,
			records: count,
		}),
		errors: z.object({
			/** Reads whose bytes were not those that had been written there. */
			wrong: count,
			/** Requests that the server answered with an error. */
			refused: count,
			/** Connections that ended, or on which something came that is no reply. */
			lost: count,
		}),
	}),
};

const {structured} = blockloadEvents.connected.shape;
const {total, window, errors} = blockloadEvents.result.shape;
const side = blockloadEvents.result.pick({reason: true}).extend({total, window, errors});

/** What blockload-duet says, of both sides. */
export const blockloadDuetEvents = {
	connected: z.object({
		event: z.literal('connected'),
		connections: z.tuple([count, count]),
		structured: z.tuple([structured, structured]),
	}),
	measuring: blockloadEvents.measuring,
	measured: blockloadEvents.measured,
	report: duetEvents.report,
	result: z.object({
		event: z.literal('result'),
		reason: duetEvents.result.shape.reason,
		a: side,
		b: side,
		slices: duetEvents.result.shape.slices,
	}),
};
