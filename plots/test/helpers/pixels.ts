// Reads the pixels of a PNG: of 8 bits a channel, with alpha, not interlaced (PNG, third edition).
import {inflateSync} from 'node:zlib';

/** A picture's pixels; `at` gives one as #RRGGBB. */
export type Pixels = {
	readonly width: number;
	readonly height: number;
	readonly at: (x: number, y: number) => string;
};

/** A part of a picture, in pixels. */
export type Box = {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
};

const BYTES = 4;

/** The pixels of a PNG file. */
export function readPng(png: Buffer): Pixels {
	const width = png.readUInt32BE(16);
	const height = png.readUInt32BE(20);
	if (png.toString('latin1', 1, 4) !== 'PNG' || png[24] !== 8 || png[25] !== 6 || png[28] !== 0) {
		throw new TypeError('no PNG of the kind that this helper reads');
	}

	const bytes = unfilter(inflateSync(Buffer.concat(dataChunks(png))), width * BYTES);
	return {
		width,
		height,
		at(x, y) {
			const offset = (Math.round(y) * width + Math.round(x)) * BYTES;
			return `#${bytes.toString('hex', offset, offset + 3).toUpperCase()}`;
		},
	};
}

/** How many pixels of a box have a colour that `wanted` accepts. */
export function countPixels(pixels: Pixels, box: Box, wanted: (colour: string) => boolean): number {
	let count = 0;
	for (let y = Math.ceil(box.top); y < box.bottom; y++) {
		for (let x = Math.ceil(box.left); x < box.right; x++) {
			count += wanted(pixels.at(x, y)) ? 1 : 0;
		}
	}

	return count;
}

function dataChunks(png: Buffer): Buffer[] {
	const chunks: Buffer[] = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
		if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
			chunks.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
		}
	}

	return chunks;
}

// Each row begins with the number of the filter that it was written with.
function unfilter(filtered: Buffer, stride: number): Buffer {
	const rows = filtered.length / (stride + 1);
	const bytes = Buffer.alloc(rows * stride);
	const byteAt = (row: number, column: number): number =>
		row < 0 || column < 0 ? 0 : (bytes[row * stride + column] as number);
	for (let row = 0; row < rows; row++) {
		const start = row * (stride + 1);
		const filter = filtered[start] as number;
		for (let column = 0; column < stride; column++) {
			const left = byteAt(row, column - BYTES);
			const up = byteAt(row - 1, column);
			const predicted = predict(filter, left, up, byteAt(row - 1, column - BYTES));
			bytes[row * stride + column] = (filtered[start + 1 + column] as number) + predicted;
		}
	}

	return bytes;
}

function predict(filter: number, left: number, up: number, corner: number): number {
	switch (filter) {
		case 0:
			return 0;
		case 1:
			return left;
		case 2:
			return up;
		case 3:
			return (left + up) >> 1;
		default:
			return paeth(left, up, corner);
	}
}

function paeth(left: number, up: number, corner: number): number {
	const guess = left + up - corner;
	const toLeft = Math.abs(guess - left);
	const toUp = Math.abs(guess - up);
	const toCorner = Math.abs(guess - corner);
	if (toLeft <= toUp && toLeft <= toCorner) {
		return left;
	}

	return toUp <= toCorner ? up : corner;
}
