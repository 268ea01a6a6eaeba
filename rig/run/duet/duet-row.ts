// A row of duets.ndjson: one duet, whatever became of it.
import {z} from 'zod';
import {slicesSchema} from '../../subjects/dphttpd/programs/duet.js';
import {RowsFile} from '../../record/rows-file.js';
import {figuresSchema, reasonSchema, SCHEMA} from '../../record/row.js';
import {plannedDuet} from './duet-file.js';

const side = z.object({figures: figuresSchema, reasons: z.array(reasonSchema)});

const duetRowSchema = z.object({
	schema: z.literal(SCHEMA),
	...plannedDuet.shape,
	/** invalid: measured, but a gate fired on a side. failed: a fault ended it. not-run: the machine cannot. */
	status: z.enum(['ok', 'invalid', 'failed', 'not-run']),
	/** Of a fault, or of a limit; what gates found is with the sides. */
	reasons: z.array(reasonSchema),
	startedAt: z.string(),
	endedAt: z.string(),
	sides: z.tuple([side, side]).optional(),
	slices: slicesSchema.optional(),
});
export type DuetRow = z.infer<typeof duetRowSchema>;

/** The rows in their folder. */
export const duetRows = new RowsFile('duets.ndjson', duetRowSchema);
