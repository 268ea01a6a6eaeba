// Numbers of 64 bits on the wire, as two of 32: a bigint would be allocated for each.

const HIGH = 2 ** 32;

/** The number at `at`: exact up to 2^53. */
export function getUint64(view: DataView, at: number): number {
	return view.getUint32(at) * HIGH + view.getUint32(at + 4);
}

/** Writes a number below 2^53 at `at`. */
export function setUint64(view: DataView, at: number, value: number): void {
	view.setUint32(at, Math.floor(value / HIGH));
	view.setUint32(at + 4, value % HIGH);
}

/** Whether the two words at `at` are these. */
export function isAt(view: DataView, at: number, [high, low]: readonly [number, number]): boolean {
	return view.getUint32(at) === high && view.getUint32(at + 4) === low;
}

/** Writes two words at `at`. */
export function putAt(view: DataView, at: number, [high, low]: readonly [number, number]): void {
	view.setUint32(at, high);
	view.setUint32(at + 4, low);
}
