// Flame graphs of a report, from the outermost function down: A's and B's on one scale, coloured by how they differ.
import type {Frame} from '../../method/flame.js';
import {formatNanoseconds} from '../../method/format.js';
import {escape} from './escape.js';

/** What a point of both sides comes to. */
export type Flames = {readonly title: string; readonly root: Frame};

/** Frames that are narrower, in per cent of the whole, are not drawn. */
const LEAST = 0.15;

type Side = 'a' | 'b';

/** A row a level; the share of a frame's width that no frame below it has is its own. */
export function renderFlames({title, root}: Flames): string {
	const whole = Math.max(root.a, root.b);
	return (['a', 'b'] as const)
		.map(side => {
			const frames = place(root, side, whole, 0, 0);
			const rows = Math.max(...frames.map(({level}) => level)) + 1;
			return [
				`<h3>${escape(`${title}, ${side.toUpperCase()}: ${formatNanoseconds(root[side])}`)}</h3>`,
				`<div class="flames" style="--rows:${rows}">`,
				...frames.map(each => renderFrame(each, side)),
				'</div>',
			].join('\n');
		})
		.join('\n');
}

/** In per cent of the whole. */
type Placed = {
	readonly frame: Frame;
	readonly left: number;
	readonly width: number;
	readonly level: number;
};

function place(frame: Frame, side: Side, whole: number, left: number, level: number): Placed[] {
	const width = (100 * frame[side]) / whole;
	if (width < LEAST) {
		return [];
	}

	let at = left;
	return [
		{frame, left, width, level},
		...frame.children.flatMap(child => {
			const placed = place(child, side, whole, at, level + 1);
			at += (100 * child[side]) / whole;
			return placed;
		}),
	];
}

function renderFrame({frame, left, width, level}: Placed, side: Side): string {
	const {name, a, b} = frame;
	const other = side === 'a' ? b : a;
	// From -1, where the other side alone has it, to 1.
	const more = (frame[side] - other) / Math.max(a, b);
	const style = `left:${left.toFixed(2)}%;width:${width.toFixed(2)}%;--level:${level};--by:${Math.round(100 * Math.abs(more))}%`;
	const told = `${name}: A ${formatNanoseconds(a)}, B ${formatNanoseconds(b)}`;
	return `<span class="${more > 0 ? 'more' : 'less'}" style="${style}" title="${escape(told)}">${escape(name)}</span>`;
}
