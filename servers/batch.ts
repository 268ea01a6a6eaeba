// A list that is filled and emptied once a turn.

/**
 * Items are counted, not cut off: an array whose length becomes 0 loses its memory in V8, and is
 * allocated anew in every turn. What was an item stays reachable until another takes its place.
 */
export class Batch<T> {
	readonly items: T[] = [];
	count = 0;

	push(item: T): void {
		this.items[this.count++] = item;
	}

	clear(): void {
		this.count = 0;
	}
}
