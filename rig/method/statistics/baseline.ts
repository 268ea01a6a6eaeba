// One mechanism against another, block by block.

/**
 * The logarithms of B/A of the blocks that measured both; what drifts from block to block is not in
 * them. `a` and `b` are values above 0 of the same blocks, undefined where there is none.
 */
export function logsByBlock(
	a: ReadonlyArray<number | undefined>,
	b: ReadonlyArray<number | undefined>,
): number[] {
	return a.flatMap((left, block) => {
		const right = b[block];
		return left !== undefined && right !== undefined && left > 0 && right > 0
			? [Math.log(right / left)]
			: [];
	});
}
