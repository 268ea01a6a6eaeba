// Each curve has a colour and a marker of its own, the same in every graph, for every reader.
import test from 'ava';
import {inks} from '../drawing/look.js';
import {seriesStyles, type SeriesStyle} from '../drawing/series-style.js';
import {colourDistance} from './helpers/colour-distance.js';
import {mechanisms} from './helpers/graphs.js';

const strangers = ['nginx', 'haproxy', 'sys_epoll-0.14', '6.1 epoll', 'libev', 'a', 'b', 'c'];

test('all colours of a graph differ, and all markers', t => {
	const styles = [...seriesStyles([...mechanisms, ...strangers]).values()];
	t.is(styles.length, 16);
	t.is(new Set(styles.map(({colour}) => colour)).size, 16);
	t.is(new Set(styles.map(({marker}) => JSON.stringify(marker))).size, 16);
});

test('beyond that, colour and marker together differ', t => {
	const names = Array.from({length: 40}, (_, index) => `server ${index}`);
	const styles = [...seriesStyles([...mechanisms, ...names]).values()];
	t.is(new Set(styles.map(style => JSON.stringify(style))).size, 48);
});

test('a name has the same style whatever stands beside it, and in whatever order', t => {
	const all = seriesStyles([...mechanisms, 'nginx']);
	for (const name of [...mechanisms, 'nginx']) {
		t.deepEqual(seriesStyles([name]).get(name), all.get(name), name);
	}

	const forwards = seriesStyles(strangers);
	const backwards = seriesStyles(strangers.toReversed());
	t.deepEqual([...forwards], [...backwards]);
});

test('the styles are in the order of a legend: mechanisms first, then by name', t => {
	const styles = seriesStyles(['nginx', 'io_uring', 'haproxy', 'poll']);
	t.deepEqual([...styles.keys()], ['poll', 'io_uring', 'haproxy', 'nginx']);
	const sizes = ['epoll, 4,096 B', 'epoll, 65,536 B', 'epoll, 64 B'];
	t.deepEqual(
		[...seriesStyles(sizes).keys()],
		['epoll, 64 B', 'epoll, 4,096 B', 'epoll, 65,536 B'],
		'numbers by their values',
	);
});

for (const theme of ['light', 'dark'] as const) {
	for (const sight of ['full', 'protanopia', 'deuteranopia'] as const) {
		test(`the colours of any two mechanisms are far apart, ${theme}, sight: ${sight}`, t => {
			const styles = [...seriesStyles(mechanisms, theme)];
			for (const [index, [name, {colour}]] of styles.entries()) {
				for (const [other, style] of styles.slice(0, index)) {
					const distance = colourDistance(colour, style.colour, sight);
					t.true(distance > 10, `${name} and ${other}: ${distance}`);
				}

				t.true(colourDistance(colour, inks[theme].paper, sight) > 25, `${name} on its ground`);
			}
		});
	}
}

test('in the dark a name has another colour, with the same marker', t => {
	for (const name of [...mechanisms, ...strangers]) {
		const [light, dark] = (['light', 'dark'] as const).map(theme =>
			seriesStyles([name], theme).get(name),
		);
		t.not(light?.colour, dark?.colour, name);
		t.is(light?.marker, dark?.marker, name);
	}
});

test('colours that are known to look alike are found to be near', t => {
	const [red, green]: Array<SeriesStyle['colour']> = ['#A05A2C', '#6B7A1F'];
	t.true(colourDistance(red ?? '', green ?? '', 'full') > 10);
	t.true(colourDistance(red ?? '', green ?? '', 'deuteranopia') < 5);
});
