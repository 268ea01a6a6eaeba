// The part of a canvas's 2D context that the pictures are drawn with.
import type {Chart} from 'chart.js';

/** A 2D context: https://html.spec.whatwg.org/multipage/canvas.html. */
export type Pen = {
	fillStyle: string;
	strokeStyle: string;
	lineWidth: number;
	lineJoin: 'round' | 'miter';
	font: string;
	textAlign: 'left' | 'center' | 'right';
	textBaseline: 'alphabetic' | 'middle';
	save(): void;
	restore(): void;
	beginPath(): void;
	closePath(): void;
	moveTo(x: number, y: number): void;
	lineTo(x: number, y: number): void;
	bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
	fill(): void;
	stroke(): void;
	fillRect(x: number, y: number, width: number, height: number): void;
	fillText(text: string, x: number, y: number): void;
	setLineDash(lengths: readonly number[]): void;
};

/** The pen of a chart. Chart.js types it by the DOM's library, which is not there on Node. */
export function penOf(chart: Chart): Pen {
	return chart.ctx as Pen;
}

/** Draws one straight line in the pen's present stroke. */
export function strokeLine(pen: Pen, x1: number, y1: number, x2: number, y2: number): void {
	pen.beginPath();
	pen.moveTo(x1, y1);
	pen.lineTo(x2, y2);
	pen.stroke();
}
