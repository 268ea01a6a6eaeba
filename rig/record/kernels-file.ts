// kernels.json: which kernels are compared, how, and in which order their boots come.
import {z} from 'zod';
import {SCHEMA} from './row.js';
import {StoredFile} from './stored-file.js';

const sideSchema = z.object({
	kernel: z.string(),
	/** Words of its command line. */
	append: z.string(),
});

const kernelsSchema = z.object({
	schema: z.literal(SCHEMA),
	/** ISO 8601, UTC. */
	startedAt: z.string(),
	study: z.string(),
	/** What the command line said instead of the study. */
	overrides: z.record(z.string(), z.unknown()),
	seed: z.int(),
	sides: z.tuple([sideSchema, sideSchema]),
	accelerator: z.enum(['kvm', 'tcg']),
	memoryMiB: z.int(),
	cpus: z.int(),
	/** The smallest effect that matters. */
	effect: z.number(),
	/** Each boot: 0 is a boot of A. */
	order: z.array(z.literal([0, 1])),
});
export type KernelsRun = z.infer<typeof kernelsSchema>;

/** The file in its folder. */
export const kernelsFile = new StoredFile('kernels.json', kernelsSchema);
