// Bars of a report: how far values lie to either side of nothing.
import {escape} from './escape.js';

/** Bars with one scale; `text` is the value, as people read it. */
export type Bars = {
	readonly title: string;
	readonly bars: ReadonlyArray<{
		readonly name: string;
		readonly value: number;
		readonly text: string;
	}>;
};

/** A row a bar: its name, the bar, its value. */
export function renderBars({title, bars}: Bars): string {
	const most = Math.max(...bars.map(({value}) => Math.abs(value)));
	return [
		`<h3>${escape(title)}</h3>`,
		'<div class="bars">',
		...bars.map(({name, value, text}) => {
			const width = most > 0 ? (50 * Math.abs(value)) / most : 0;
			const left = value < 0 ? 50 - width : 50;
			const bar = `<i style="left:${left.toFixed(1)}%;width:${width.toFixed(1)}%"></i>`;
			return `<span>${escape(name)}</span><span class="track">${bar}</span><span>${escape(text)}</span>`;
		}),
		'</div>',
	].join('\n');
}
