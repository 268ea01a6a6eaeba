// The shapes of points.
import type {Pen} from './pen.js';

/** A shape's corners in a circle of radius 1, y pointing down; none for the circle itself. */
export type Marker = ReadonlyArray<readonly [x: number, y: number]>;

/** All markers, each told from all others by its outline alone. */
export const markers = {
	circle: [],
	square: regular(4, 45),
	diamond: regular(4, 0),
	up: regular(3, 0),
	down: regular(3, 180),
	left: regular(3, 270),
	right: regular(3, 90),
	pentagon: regular(5, 0),
	hexagon: regular(6, 30),
	star: star(5, 0.45),
	star4: star(4, 0.4),
	plus: plus(0),
	cross: plus(45),
	bowtie: rectangle(52, [0, 2, 1, 3]),
	hourglass: rectangle(38, [0, 2, 3, 1]),
	bar: rectangle(64, [0, 1, 2, 3]),
} as const satisfies Record<string, Marker>;

/** Makes a marker about (x, y) the pen's path. */
export function traceMarker(pen: Pen, marker: Marker, x: number, y: number, radius: number): void {
	pen.beginPath();
	if (marker.length === 0) {
		traceCircle(pen, x, y, radius * 0.9);
	}

	for (const [index, [dx, dy]] of marker.entries()) {
		if (index === 0) {
			pen.moveTo(x + dx * radius, y + dy * radius);
		} else {
			pen.lineTo(x + dx * radius, y + dy * radius);
		}
	}

	pen.closePath();
}

// With curves, of which four are close to a circle: an arc takes 5 KB of an SVG file.
function traceCircle(pen: Pen, x: number, y: number, radius: number): void {
	const [r, c] = [radius, radius * 0.5523];
	pen.moveTo(x + r, y);
	pen.bezierCurveTo(x + r, y + c, x + c, y + r, x, y + r);
	pen.bezierCurveTo(x - c, y + r, x - r, y + c, x - r, y);
	pen.bezierCurveTo(x - r, y - c, x - c, y - r, x, y - r);
	pen.bezierCurveTo(x + c, y - r, x + r, y - c, x + r, y);
}

// The point of the circle at an angle in degrees, clockwise from the top.
function corner(degrees: number, radius = 1): readonly [number, number] {
	const angle = (degrees * Math.PI) / 180;
	return [radius * Math.sin(angle), -radius * Math.cos(angle)];
}

function regular(corners: number, turn: number): Marker {
	// A triangle of the same circle looks smaller than the others: it covers less of it.
	const radius = corners === 3 ? 1.2 : 1.1;
	return Array.from({length: corners}, (_, index) =>
		corner(turn + (index * 360) / corners, radius),
	);
}

function star(points: number, inner: number): Marker {
	return Array.from({length: 2 * points}, (_, index) =>
		corner((index * 180) / points, index % 2 === 0 ? 1.3 : 1.3 * inner),
	);
}

// The corners of a rectangle, clockwise from the upper left, whose upper corners lie at `angle` from
// the top; joined in another order they make two triangles that meet.
function rectangle(angle: number, order: readonly number[]): Marker {
	const angles = [-angle, angle, 180 - angle, 180 + angle];
	return order.map(index => corner(angles[index] as number, 1.3));
}

function plus(turn: number): Marker {
	const [near, far] = [20, 45];
	return [0, 90, 180, 270].flatMap(arm => [
		corner(turn + arm - near, 1.15),
		corner(turn + arm + near, 1.15),
		corner(turn + arm + far, 0.55),
	]);
}
