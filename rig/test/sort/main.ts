// A program under test that exists only for tests: sorts numbers with Shell's method, over and over.
import {parseArgs} from 'node:util';

const {values} = parseArgs({
	options: {
		gaps: {type: 'string', default: 'halves'},
		numbers: {type: 'string', default: '100'},
		duration: {type: 'string', default: '0.1'},
	},
});

/** Shell, 1959: each half of the one before. */
function* halves(count: number): Generator<number> {
	for (let gap = count >> 1; gap > 0; gap >>= 1) {
		yield gap;
	}
}

/** Ciura, 2001: found by experiment. */
function* ciura(count: number): Generator<number> {
	yield* [701, 301, 132, 57, 23, 10, 4, 1].filter(gap => gap < count);
}

const gapsOf = {halves, ciura}[values.gaps];
if (gapsOf === undefined) {
	process.stderr.write(`sort: there are no gaps ${values.gaps}; there are halves, ciura\n`);
	process.exit(2);
}

const numbers = Float64Array.from(
	{length: Number(values.numbers)},
	(_, index) => (index * 7919) % 1e4,
);
console.log(JSON.stringify({event: 'ready'}));
const cpu = process.cpuUsage();
const begin = performance.now();
let sorts = 0;
let moves = 0;
do {
	moves += sort(Float64Array.from(numbers), gapsOf(numbers.length));
	sorts++;
} while (performance.now() - begin < Number(values.duration) * 1000);
const seconds = (performance.now() - begin) / 1000;
const {user, system} = process.cpuUsage(cpu);
console.log(JSON.stringify({event: 'result', sorts, moves, seconds, cpu: user + system}));
// As all programs: it ends when its standard input does.
process.stdin.resume();

/** Returns how many numbers were moved. */
function sort(array: Float64Array, gaps: Iterable<number>): number {
	let moved = 0;
	for (const gap of gaps) {
		for (let end = gap; end < array.length; end++) {
			const number = array[end] as number;
			let at = end;
			for (; at >= gap && (array[at - gap] as number) > number; at -= gap) {
				array[at] = array[at - gap] as number;
				moved++;
			}

			array[at] = number;
		}
	}

	return moved;
}
