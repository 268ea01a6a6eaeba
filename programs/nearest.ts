// Names that do not exist, and the one that was probably meant.

/** "there is no study quik; there are churn, quick; did you mean quick?" */
export function noSuch(what: string, given: string, known: readonly string[]): string {
	return `there is no ${what} ${given}; there are ${known.join(', ')}${didYouMean(given, known)}`;
}

/** "; did you mean quick?", or nothing where no name is near. */
export function didYouMean(given: string, known: readonly string[], prefix = ''): string {
	const name = nearest(given, known);
	return name === undefined ? '' : `; did you mean ${prefix}${name}?`;
}

/** The name with the fewest letters to change, at most a third of them; not all that were given. */
function nearest(given: string, known: readonly string[]): string | undefined {
	const near = known
		.map(name => ({name, distance: distanceOf(given.toLowerCase(), name.toLowerCase())}))
		.filter(
			({name, distance}) =>
				distance < given.length && distance <= Math.max(1, Math.floor(name.length / 3)),
		)
		.sort((a, b) => a.distance - b.distance);
	return near[0]?.name;
}

/** Letters to insert, delete, replace or swap with the next: Damerau's distance, optimal alignment. */
function distanceOf(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const isSame = a[i - 1] === b[j - 1];
			const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			row.push(
				Math.min(
					(last[j] ?? 0) + 1,
					(row[j - 1] ?? 0) + 1,
					(last[j - 1] ?? 0) + (isSame ? 0 : 1),
					isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity,
				),
			);
		}

		before = last;
		last = row;
	}

	return last[b.length] ?? 0;
}
