// Alternates two sides in short slices: what drifts over seconds then weighs on both alike.

/** Amounts of one side that add up over its slices. */
export type Tally<K extends string> = Readonly<Record<K, number>>;

/** One of the two things compared. */
export type Side<K extends string> = {
	readonly name: string;
	/** Runs it, alone, for one slice. */
	slice(): Promise<Tally<K>>;
};

/** The two sides, in the order of the ratio: first / second. */
export type Sides<K extends string> = readonly [Side<K>, Side<K>];

/**
 * Starts both sides, first and second; in every other round (from 0) the second is started first, so
 * that what the order of starting does to them is not in the ratio.
 */
export async function startBoth<T>(
	round: number,
	[first, second]: readonly [() => Promise<T>, () => Promise<T>],
): Promise<readonly [T, T]> {
	if (round % 2 === 0) {
		const started = await first();
		return [started, await second()];
	}

	const started = await second();
	return [await first(), started];
}

/** What both sides did in a pair. */
export type Pair<K extends string> = readonly [Tally<K>, Tally<K>];

/**
 * Runs `pairs` pairs of `slices` slices a side, in the order A B B A A B B A …, and yields each pair
 * as it ends, its slices added up.
 */
export async function* runPairs<K extends string>(
	sides: Sides<K>,
	{pairs, slices}: {readonly pairs: number; readonly slices: number},
): AsyncGenerator<Pair<K>> {
	const [first, second] = sides;
	let isFirstAhead = true;
	for (let pair = 0; pair < pairs; pair++) {
		const ofFirst: Array<Tally<K>> = [];
		const ofSecond: Array<Tally<K>> = [];
		for (let slice = 0; slice < slices; slice++) {
			if (isFirstAhead) {
				ofFirst.push(await first.slice());
			}

			ofSecond.push(await second.slice());
			if (!isFirstAhead) {
				ofFirst.push(await first.slice());
			}

			isFirstAhead = !isFirstAhead;
		}

		yield [addUp(ofFirst), addUp(ofSecond)];
	}
}

/** Adds up amounts of the same kind. */
export function addUp<K extends string>(tallies: ReadonlyArray<Tally<K>>): Tally<K> {
	const sum: Partial<Record<K, number>> = {};
	for (const tally of tallies) {
		for (const key of Object.keys(tally) as K[]) {
			sum[key] = (sum[key] ?? 0) + tally[key];
		}
	}

	return sum as Tally<K>;
}
