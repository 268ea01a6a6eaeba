// Runs a comparison and shows it: every pair of processes, then the median ratio of each figure.
import process from 'node:process';
import {median} from 'simple-statistics';
import {describeMachine} from './machine.js';
import type {PairOptions} from './options.js';
import {type Pair, type Sides, type Tally, addUp, runPairs} from './pairs.js';
import {type Ratio, describeRatio, summariseRatios} from './ratio.js';

/** A figure of one side in one pair. */
export type Metric<K extends string> = {
	readonly name: string;
	readonly digits: number;
	readonly of: (tally: Tally<K>) => number;
};

/** Both sides, started, and how they are ended. */
export type Round<K extends string> = {
	readonly sides: Sides<K>;
	readonly end: () => Promise<void>;
};

/** What is compared, and by which figures. */
export type Comparison<K extends string> = {
	/** Starts a pair of processes: the round says which of them, from 0. */
	readonly start: (round: number) => Promise<Round<K>>;
	/** Compared: first / second. */
	readonly metrics: ReadonlyArray<Metric<K>>;
	/** Shown beside them, not compared. */
	readonly asides: ReadonlyArray<Metric<K>>;
	/** The one of `asides` that says what share of its processor the subject used, where it is one. */
	readonly subjectBusy?: Metric<K>;
	/** How it was set up, for the reader. */
	readonly setting: string;
	readonly options: PairOptions;
};

const WIDTH = 12;
/** Used less than this share of its processor, a subject waited for others. */
const LIMITED = 0.9;

/** Runs every pair of processes, printing each pair of slices as it ends. */
export async function compare<K extends string>(comparison: Comparison<K>): Promise<void> {
	const {metrics, options} = comparison;
	const print = (line: string) => {
		if (!options.json) {
			process.stdout.write(`${line}\n`);
		}
	};
	const heading = {command: command(), machine: describeMachine(), setting: comparison.setting};
	Object.values(heading).forEach(print);
	let names = {A: '', B: ''};
	const rounds: Array<Pair<K>> = [];
	for (let round = 0; round < options.processes; round++) {
		const {sides, end} = await comparison.start(round);
		if (round === 0) {
			names = {A: sides[0].name, B: sides[1].name};
			print(`A = ${names.A}, B = ${names.B}\n`);
			print(
				' pair' +
					metrics.map(({name}) => `${name} A`.padStart(26) + columns('B', 'A / B')).join(''),
			);
		}

		const pairs: Array<Pair<K>> = [];
		for await (const pair of runPairs(sides, options)) {
			pairs.push(pair);
			print(
				`${round + 1}.${pairs.length}`.padStart(5) +
					metrics.map(metric => cells(metric, pair)).join(''),
			);
		}

		await end();
		rounds.push([addUp(pairs.map(([a]) => a)), addUp(pairs.map(([, b]) => b))]);
	}

	const summary = metrics.map(metric => ({name: metric.name, ...ratioOf(metric, rounds)}));
	const asides = comparison.asides.map(metric => medians(metric, rounds));
	print('');
	for (const {name, ...ratio} of summary) {
		print(
			`${name}, A / B: ${describeRatio(ratio)}, ${options.processes} pairs of processes with ` +
				`${options.pairs} pairs of slices each`,
		);
	}

	for (const {name, digits, A, B} of asides) {
		print(`${name}: A ${A.toFixed(digits)}, B ${B.toFixed(digits)}`);
	}

	const busy = asides.find(({name}) => name === comparison.subjectBusy?.name);
	if (busy && Math.min(busy.A, busy.B) < LIMITED) {
		print(
			`Something else than what is compared was the limit (it used under ${LIMITED} of its CPU): ` +
				'believe the CPU time, not the rate.',
		);
	}

	if (options.json) {
		const report = {...heading, sides: names, ratios: summary, medians: asides, pairs: rounds};
		process.stdout.write(`${JSON.stringify(report)}\n`);
	}
}

/** A round whose sides start a process for every slice, and leave none to end. */
export async function processes<K extends string>(...sides: Sides<K>): Promise<Round<K>> {
	return Promise.resolve({sides, end: async () => Promise.resolve()});
}

/** This command, as it is typed in the project's folder. */
function command(): string {
	return ['node', 'dist/bench/main.js', ...process.argv.slice(2)].join(' ');
}

function ratioOf<K extends string>(metric: Metric<K>, pairs: ReadonlyArray<Pair<K>>): Ratio {
	return summariseRatios(pairs.map(([a, b]) => [metric.of(a), metric.of(b)]));
}

function medians<K extends string>({name, digits, of}: Metric<K>, pairs: ReadonlyArray<Pair<K>>) {
	return {
		name,
		digits,
		A: median(pairs.map(([a]) => of(a))),
		B: median(pairs.map(([, b]) => of(b))),
	};
}

function cells<K extends string>({digits, of}: Metric<K>, [a, b]: Pair<K>): string {
	const ratio = of(a) / of(b);
	return of(a).toFixed(digits).padStart(26) + columns(of(b).toFixed(digits), ratio.toFixed(3));
}

function columns(...texts: readonly string[]): string {
	return texts.map(text => text.padStart(WIDTH)).join('');
}
