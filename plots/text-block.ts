// Text on a page: broken into lines, and placed.
import {textWidth} from './fonts.js';
import type {Line} from './page.js';

/** How a block's text looks, and how high each of its lines is. */
export type TextStyle = {
	readonly font: string;
	readonly colour: string;
	readonly height: number;
	/** Its lines are about as long as each other: no word stands alone on the last. */
	readonly isBalanced?: true;
};

/** The lines of a text, and where the block ends. */
export type Block = {readonly lines: readonly Line[]; readonly end: number};

/** A block of lines from `top` on, none wider than `width` unless it is a single word. */
export function textBlock(
	text: string,
	style: TextStyle,
	at: {readonly x: number; readonly top: number; readonly width: number},
): Block {
	const broken = (style.isBalanced ? balance : wrap)(text, style.font, at.width);
	const lines = broken.map((line, index) => ({
		text: line,
		font: style.font,
		colour: style.colour,
		x: at.x,
		y: at.top + (index + 0.75) * style.height,
	}));
	return {lines, end: at.top + lines.length * style.height};
}

// In the narrowest width that takes no more lines.
function balance(text: string, font: string, width: number): string[] {
	const {length} = wrap(text, font, width);
	let [narrow, wide] = [0, width];
	while (wide - narrow > 1) {
		const middle = (narrow + wide) / 2;
		[narrow, wide] = wrap(text, font, middle).length > length ? [middle, wide] : [narrow, middle];
	}

	return wrap(text, font, wide);
}

function wrap(text: string, font: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(/\s+/).filter(each => each !== '')) {
		const longer = `${lines.at(-1) ?? ''} ${word}`;
		if (lines.length > 0 && textWidth(longer, font) <= width) {
			lines[lines.length - 1] = longer;
		} else {
			lines.push(word);
		}
	}

	return lines;
}
