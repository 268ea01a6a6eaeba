// Quantities as people write them: 5s, 500ms, 1k, 64k of bytes, 5%.

/** What a number counts: which endings it may have, and what it comes to. */
export type QuantityKind = 'count' | 'bytes' | 'seconds' | 'milliseconds' | 'rate' | 'share';

const thousands = {k: 1e3, m: 1e6};

/** What a number with an ending is multiplied with. */
const endings: Readonly<Record<QuantityKind, Readonly<Record<string, number>>>> = {
	count: thousands,
	rate: thousands,
	bytes: {k: 1024, m: 1024 ** 2},
	seconds: {us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600},
	milliseconds: {us: 1e-3, ms: 1, s: 1000, min: 60_000, h: 3_600_000},
	share: {'%': 1e-2},
};

/** 1000, 1k, 4k (bytes: 4096), 5% (a share: 0.05), 500ms (seconds: 0.5), 1e-9; undefined where it is none. */
export function parseQuantity(kind: QuantityKind, text: string): number | undefined {
	const [, digits, ending = ''] =
		/^((?:\d+(?:\.\d+)?|\.\d+)(?:e-\d+)?)([a-z%]*)$/i.exec(text.trim()) ?? [];
	if (digits === undefined) {
		return undefined;
	}

	const scale = ending === '' ? 1 : endings[kind][ending.toLowerCase()];
	// A division by 100 is exact where a multiplication by 0.01 is not.
	return scale === undefined
		? undefined
		: scale < 1
			? Number(digits) / Math.round(1 / scale)
			: Number(digits) * scale;
}
