// How far apart two colours are, as seen with and without red-green blindness.

/** Kinds of sight; the two blindnesses are complete ones. */
export type Sight = 'full' | 'protanopia' | 'deuteranopia';

type Triple = [number, number, number];

// On linear RGB: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of
// Color Vision Deficiency" (2009), severity 1.
const seen: Record<Sight, Triple[]> = {
	full: [
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1],
	],
	protanopia: [
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998],
	],
	deuteranopia: [
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881],
	],
};

// Oklab (Ottosson 2020): linear RGB to cone responses, and their cube roots to lightness and hue.
const toCones: Triple[] = [
	[0.4122214708, 0.5363325363, 0.0514459929],
	[0.2119034982, 0.6806995451, 0.1073969566],
	[0.0883024619, 0.2817188376, 0.6299787005],
];
const toLab: Triple[] = [
	[0.2104542553, 0.793617785, -0.0040720468],
	[1.9779984951, -2.428592205, 0.4505937099],
	[0.0259040371, 0.7827717662, -0.808675766],
];

/** The distance of two colours, as #RRGGBB, in Oklab times 100: about 2 can just be told apart. */
export function colourDistance(one: string, other: string, sight: Sight): number {
	const [a, b] = [one, other].map(colour => labOf(colour, sight)) as [Triple, Triple];
	return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function labOf(colour: string, sight: Sight): Triple {
	const linear = [1, 3, 5].map(at => linearOf(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
	const shown = times(seen[sight], linear as Triple).map(each => Math.min(1, Math.max(0, each)));
	return times(toLab, times(toCones, shown as Triple).map(Math.cbrt) as Triple);
}

function linearOf(value: number): number {
	return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function times(matrix: Triple[], [x, y, z]: Triple): Triple {
	return matrix.map(([a, b, c]) => a * x + b * y + c * z) as Triple;
}
