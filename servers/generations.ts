// How often each descriptor's number was used: what a token's generation is taken from.
import {MAX_DESCRIPTORS, tokenOf} from '../linux/token.js';

/** The generations of all descriptors of a process. */
export class Generations {
	readonly #of = new Uint16Array(MAX_DESCRIPTORS);

	/** A token for a new use of `fd`. */
	newToken(fd: number): number {
		const generation = ((this.#of[fd] as number) + 1) & 0xffff;
		this.#of[fd] = generation;
		return tokenOf(fd, generation);
	}
}
