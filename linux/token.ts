// A token names one use of a descriptor: the descriptor and a generation, in one small integer.
//
// A descriptor's number is reused as soon as it is closed, and an event that was queued for its
// former use may still come. Its token then carries a stale generation, and is dropped (HAProxy
// does the same with `generation << 32 | fd`). 31 bits stay a small integer in V8, so a token is
// never allocated: 21 bits of descriptor, 10 of generation.
const DESCRIPTOR_BITS = 21;
const DESCRIPTOR_MASK = (1 << DESCRIPTOR_BITS) - 1;
const GENERATION_MASK = (1 << 10) - 1;

/** The largest number of descriptors that tokens can name; fs.nr_open is half of it by default. */
export const MAX_DESCRIPTORS = 1 << DESCRIPTOR_BITS;

/** The token of `fd` in its use number `generation`, of which the low 10 bits are kept. */
export function tokenOf(fd: number, generation: number): number {
	return ((generation & GENERATION_MASK) << DESCRIPTOR_BITS) | fd;
}

/** The descriptor that `token` names. */
export function descriptorOf(token: number): number {
	return token & DESCRIPTOR_MASK;
}
