// The types of what plots/ itself calls of this package.

/** The part of a 2D context that measures text. */
export type TextMeasure = {font: string; measureText(text: string): {readonly width: number}};

/** A canvas of `width` by `height` pixels. */
export function createCanvas(
	width: number,
	height: number,
	type?: 'image' | 'svg',
): {getContext(kind: '2d'): TextMeasure};

/**
 * Loads a font file; its weight and style are read from the file.
 * @throws Error where `path` is no font.
 */
export function registerFont(path: string, options: {readonly family: string}): void;
