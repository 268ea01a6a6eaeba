// Stands in for node-canvas: what chartjs-node-canvas calls, on @napi-rs/canvas.
'use strict';

const napi = requireWithoutSystemFonts('@napi-rs/canvas/node-canvas.js');

/**
 * A canvas of `width` by `height` pixels, of type 'image' (the default) or 'svg'. toBuffer() of an
 * svg canvas can be called once: Skia writes the picture while it is drawn, and closes it then.
 */
function createCanvas(width, height, type) {
	const canvas = napi.createCanvas(width, height, type);
	if (type === 'svg') {
		canvas.toBuffer = () => Buffer.from(tidySvg(canvas.getContent().toString()));
	}

	return canvas;
}

// What Skia writes is a picture of fixed size whose text has a place for each glyph (in a list that
// ends in a comma, which SVG's grammar does not allow) and whose paths are written to a millionth of
// a pixel. With a viewBox it scales; with one place for each line of text, and with other families of
// nearly the same widths, it is readable, searchable and editable where there is no DejaVu Sans.
function tidySvg(svg) {
	return svg
		.replace(/(<svg [^>]*width="(\d+)" height="(\d+)")>/, '$1 viewBox="0 0 $2 $3">')
		.replace(/(<text [^>]*\bx="[^",]+),[^"]*(" y="[^",]+),[^"]*"/g, '$1$2"')
		.replace(/ d="[^"]*"/g, path => path.replace(/\d+\.\d+/g, n => `${Math.round(n * 100) / 100}`))
		.replace(/font-family="DejaVu Sans"/g, 'font-family="DejaVu Sans, Verdana, sans-serif"');
}

// So that a picture is the same on every machine, with whatever fonts. The variable is read once,
// when the module is loaded, and is no business of the programs that this process starts.
function requireWithoutSystemFonts(module) {
	const before = process.env.DISABLE_SYSTEM_FONTS_LOAD;
	process.env.DISABLE_SYSTEM_FONTS_LOAD = '1';
	try {
		return require(module);
	} finally {
		if (before === undefined) {
			delete process.env.DISABLE_SYSTEM_FONTS_LOAD;
		} else {
			process.env.DISABLE_SYSTEM_FONTS_LOAD = before;
		}
	}
}

module.exports = {createCanvas, registerFont: napi.registerFont, Image: napi.Image};
