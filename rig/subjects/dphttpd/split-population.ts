// How a dead population is split over the hosts that hold it.

/**
 * The share of each host: the same for all, but no more than a host can hold, the rest of which goes
 * to the others. Where all of them cannot hold it, the last takes what is left, and will say so.
 */
export function splitPopulation(count: number, capacities: readonly number[]): number[] {
	const shares = capacities.map(() => 0);
	let left = count;
	// The smallest first: what it cannot hold is known when the larger ones get theirs.
	const order = [...capacities.keys()].sort(
		(a, b) => (capacities[a] ?? 0) - (capacities[b] ?? 0) || b - a,
	);
	for (const [place, index] of order.entries()) {
		const others = order.length - place;
		const isLast = others === 1;
		const share = isLast ? left : Math.min(capacities[index] ?? 0, Math.floor(left / others));
		shares[index] = share;
		left -= share;
	}

	return shares;
}
