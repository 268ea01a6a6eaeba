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
});
export type GuestOrder = z.infer<typeof guestSchema>;

/** What a guest's processors are, for a graph's subtitle. */
export function describeGuest({accelerator}: Pick<GuestOrder, 'accelerator'>): string {
	return accelerator === 'kvm' ? 'guest (KVM)' : 'guest (software emulation)';
}
