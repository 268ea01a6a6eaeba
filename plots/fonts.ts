// The one font of all pictures, DejaVu Sans, brought along: where no font is found, a canvas draws
// no text at all and reports no error.
import {fileURLToPath} from 'node:url';
import {createCanvas, registerFont, type TextMeasure} from 'canvas';

/** The name of the font's family. */
export const FAMILY = 'DejaVu Sans';

const FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'];
let ruler: TextMeasure | undefined;

/** A font as a canvas wants it named, `size` in pixels. */
export function font(size: number, weight: 'normal' | 'bold' = 'normal'): string {
	return `${weight} ${size}px "${FAMILY}"`;
}

/**
 * How wide `text` is in `textFont`, in pixels.
 * @throws Error where the font cannot be loaded.
 */
export function textWidth(text: string, textFont: string): number {
	ruler ??= loadFonts();
	ruler.font = textFont;
	return ruler.measureText(text).width;
}

/**
 * Loads the font's files from a folder, by default from the package that brings them.
 * @throws Error where one of them is missing or is no font.
 */
export function loadFonts(folder = packageFolder()): TextMeasure {
	for (const file of FILES) {
		try {
			registerFont(folder + file, {family: FAMILY});
		} catch {
			throw new Error(
				`The font file ${folder}${file} is missing or is no font; without it a graph would have no text. \`npm ci\` installs it.`,
			);
		}
	}

	return createCanvas(1, 1).getContext('2d');
}

function packageFolder(): string {
	return fileURLToPath(new URL('ttf/', import.meta.resolve('dejavu-fonts-ttf/package.json')));
}
