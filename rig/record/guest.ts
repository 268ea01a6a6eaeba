// A guest as run.json keeps it.
import {z} from 'zod';

/** A guest as run.json keeps it. */
export const guestSchema = z.object({
	/** A path or a package, as it was given. */
	kernel: z.string(),
	accelerator: z.enum(['kvm', 'tcg']),
	memoryMiB: z.int(),
	cpus: z.int(),
	/** Further words of the kernel's command line. */
	append: z.string(),
	/** What its clock goes by: instructions, one a nanosecond. Where this says nothing, time. */
	count: z.literal('instructions').optional(),
	/** Of all that is drawn for it by chance, where it counts. */
	seed: z.int().optional(),
	/** Its instructions are counted by kernel function, too. */
	explain: z.literal(true).optional(),
});
export type GuestOrder = z.infer<typeof guestSchema>;

/** What a guest's processors are, for a graph's subtitle. */
export function describeGuest({
	accelerator,
	count,
}: Pick<GuestOrder, 'accelerator' | 'count'>): string {
	if (count === 'instructions') {
		return 'guest (counts instructions: its times are virtual)';
	}

	return accelerator === 'kvm' ? 'guest (KVM)' : 'guest (software emulation)';
}
