// Which colour and which marker a curve has: the same for a name in every graph.
import {markers, type Marker} from './marker.js';

/** How a curve is drawn. */
export type SeriesStyle = {readonly colour: string; readonly marker: Marker};

// Any two of these colours can be told apart with and without red-green blindness, as simulated
// after Machado, Oliveira and Fernandes (2009). The epoll family is blue.
const mechanisms: ReadonlyMap<string, SeriesStyle> = new Map([
	['select', {colour: '#E09A1A', marker: markers.down}],
	['poll', {colour: '#C83A06', marker: markers.square}],
	['epoll', {colour: '#1A3FB0', marker: markers.circle}],
	['epoll-et', {colour: '#2288F5', marker: markers.up}],
	['epoll-oneshot', {colour: '#14121F', marker: markers.diamond}],
	['aio-poll', {colour: '#6B1D00', marker: markers.pentagon}],
	['io_uring-poll', {colour: '#B294BC', marker: markers.left}],
	['io_uring', {colour: '#0B7B89', marker: markers.star}],
]);

const others: ReadonlyArray<SeriesStyle> = [
	{colour: '#EE5500', marker: markers.right},
	{colour: '#3322EE', marker: markers.hexagon},
	{colour: '#665555', marker: markers.plus},
	{colour: '#66AAEE', marker: markers.cross},
	{colour: '#441188', marker: markers.star4},
	{colour: '#119988', marker: markers.bowtie},
	{colour: '#2277BB', marker: markers.hourglass},
	{colour: '#552233', marker: markers.bar},
];

/**
 * The style of each name, mechanisms first. Another name has one of the other styles by its hash;
 * where two of a graph meet on one, the later in the alphabet takes the next. Beyond eight other
 * names colours come again, with other markers.
 */
export function seriesStyles(names: Iterable<string>): Map<string, SeriesStyle> {
	const wanted = new Set(names);
	const styles = new Map([...mechanisms].filter(([name]) => wanted.has(name)));
	const free = new Set<number>();
	let round = -1;
	for (const name of [...wanted].filter(each => !mechanisms.has(each)).sort()) {
		if (free.size === 0) {
			others.forEach((_, slot) => free.add(slot));
			round++;
		}

		let slot = hash(name) % others.length;
		while (!free.delete(slot)) {
			slot = (slot + 1) % others.length;
		}

		styles.set(name, {colour: other(slot).colour, marker: other(slot + round).marker});
	}

	return styles;
}

function other(slot: number): SeriesStyle {
	return others[slot % others.length] as SeriesStyle;
}

// FNV-1a.
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const byte of Buffer.from(text)) {
		value = Math.imul(value ^ byte, 0x01000193) >>> 0;
	}

	return value;
}
