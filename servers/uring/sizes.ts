// How large the ring of the completion backend is.

/** Of a ring: what can be submitted and completed in a turn without an overflow. */
export type RingSizes = {
	readonly submissions: number;
	readonly completions: number;
	/** A power of two: receive buffers. */
	readonly buffers: number;
};

/** A turn's worth of each for the active connections of a study, and then some. */
export const SIZES: RingSizes = {submissions: 4096, completions: 16_384, buffers: 256};
