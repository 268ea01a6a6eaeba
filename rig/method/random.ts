// Random numbers that a seed repeats.
import prand from 'pure-rand';

/** A source of numbers in [0, 1), the same for the same seed on every machine. */
export function seededRandom(seed: number): () => number {
	const generator = prand.xoroshiro128plus(seed);
	return () => (generator.unsafeNext() >>> 0) / 2 ** 32;
}
