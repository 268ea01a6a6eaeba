// Kernel counters that must not grow under a load.

/** Which of `names` grew, as in ListenDrops +3; undefined where none did. */
export function describeGrowth(
	growth: Readonly<Record<string, number>>,
	names: readonly string[],
): string | undefined {
	const grown = names.filter(name => (growth[name] ?? 0) > 0);
	return grown.length > 0
		? grown.map(name => `${name} +${Math.round(growth[name] ?? 0)}`).join(', ')
		: undefined;
}
