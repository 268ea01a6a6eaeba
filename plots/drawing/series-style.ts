// Which colour and which marker a curve has: the same for a name in every graph.
import {markers, type Marker} from './marker.js';

/** On light paper, and on a dark screen. */
export type Theme = 'light' | 'dark';

/** How a curve is drawn. */
export type SeriesStyle = {readonly colour: string; readonly marker: Marker};

/** A style with its colour on either ground. */
type Pair = {readonly marker: Marker} & Readonly<Record<Theme, string>>;

// Any two of these colours can be told apart on their ground with and without red-green blindness,
// as simulated after Machado, Oliveira and Fernandes (2009). The epoll family is blue.
const mechanisms: ReadonlyMap<string, Pair> = new Map([
	['select', {light: '#E09A1A', dark: '#FACD4D', marker: markers.down}],
	['poll', {light: '#C83A06', dark: '#BE5B2F', marker: markers.square}],
	['epoll', {light: '#1A3FB0', dark: '#7198F1', marker: markers.circle}],
	['epoll-et', {light: '#2288F5', dark: '#3F5DF1', marker: markers.up}],
	['epoll-oneshot', {light: '#14121F', dark: '#E6E7FF', marker: markers.diamond}],
	['aio-poll', {light: '#6B1D00', dark: '#EA8B4C', marker: markers.pentagon}],
	['io_uring-poll', {light: '#B294BC', dark: '#89618C', marker: markers.left}],
	['io_uring', {light: '#0B7B89', dark: '#7DBFBE', marker: markers.star}],
]);

const others: readonly Pair[] = [
	{light: '#EE5500', dark: '#F2A883', marker: markers.right},
	{light: '#3322EE', dark: '#6C62BE', marker: markers.hexagon},
	{light: '#665555', dark: '#AB9691', marker: markers.plus},
	{light: '#66AAEE', dark: '#A6CDEC', marker: markers.cross},
	{light: '#441188', dark: '#7C80BA', marker: markers.star4},
	{light: '#119988', dark: '#88EAC3', marker: markers.bowtie},
	{light: '#2277BB', dark: '#86B4EF', marker: markers.hourglass},
	{light: '#552233', dark: '#997D8B', marker: markers.bar},
];

/**
 * The style of each name, mechanisms first. Another name has one of the other styles by its hash;
 * where two of a chart meet on one, the later in the alphabet takes the next. Beyond eight other
 * names colours come again, with other markers.
 */
export function seriesStyles(
	names: Iterable<string>,
	theme: Theme = 'light',
): Map<string, SeriesStyle> {
	const wanted = new Set(names);
	const styles = new Map<string, SeriesStyle>();
	for (const [name, pair] of mechanisms) {
		if (wanted.has(name)) {
			styles.set(name, {colour: pair[theme], marker: pair.marker});
		}
	}

	const free = new Set<number>();
	let round = -1;
	for (const name of [...wanted].filter(each => !mechanisms.has(each)).sort(byName)) {
		if (free.size === 0) {
			others.forEach((_, slot) => free.add(slot));
			round++;
		}

		let slot = hash(name) % others.length;
		while (!free.delete(slot)) {
			slot = (slot + 1) % others.length;
		}

		styles.set(name, {colour: other(slot)[theme], marker: other(slot + round).marker});
	}

	return styles;
}

// Numbers by their values, as in 64 B, 4,096 B.
function byName(one: string, another: string): number {
	const [a = '', b = ''] = [one, another].map(name => name.replace(/(\d),(?=\d{3})/g, '$1'));
	return collator.compare(a, b);
}

const collator = new Intl.Collator('en-US', {numeric: true});

function other(slot: number): Pair {
	return others[slot % others.length] as Pair;
}

// FNV-1a.
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(text)) {
		value = Math.imul(value ^ byte, 0x01000193) >>> 0;
	}

	return value;
}
