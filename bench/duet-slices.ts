// How long a duet's slice should be, and which estimator to take: one server against itself.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {mean, median, quantileSorted, sampleWithReplacement} from 'simple-statistics';
import {cellsFile} from '../rig/record/cells-file.js';
import {beginRun} from '../rig/run/experiment.js';
import {watchNothing} from '../rig/output/progress.js';
import {sliceFigures} from '../rig/method/slices.js';
import {quadruplesOf} from '../rig/method/statistics/slices.js';
import {layOut} from '../rig/output/table.js';
import {hodgesLehmann} from '../rig/method/hodges-lehmann.js';
import {seededRandom} from '../rig/method/random.js';
import {findStudy} from '../rig/run/study.js';

const SLICES_MS = [1, 2, 5, 20, 100];
const RESAMPLES = 300;
/** Hodges and Lehmann's centre is of all pairs of values: more than this says nothing new here. */
const MOST_QUADRUPLES = 400;

const estimators = {
	mean: (values: number[]) => mean(values),
	median: (values: number[]) => median(values),
	'Hodges-Lehmann': (values: number[]) => hodgesLehmann(values) ?? 0,
};

/** What it is told. */
export type SliceOptions = {
	readonly mechanism: string;
	readonly dead: number;
	/** Of each duet. */
	readonly seconds: number;
	/** Duets of each slice length, in turn. */
	readonly rounds: number;
};

/** Prints the half width of the bootstrap interval of B/A for each slice length and estimator. */
export async function compareSlices(options: SliceOptions): Promise<void> {
	const found = new Map<string, number[]>();
	for (let round = 0; round < options.rounds; round++) {
		for (const slice of SLICES_MS) {
			const logs = await play(slice, options, round);
			for (const [name, estimate] of Object.entries(estimators)) {
				for (const figure of ['rate', 'cpu'] as const) {
					const key = `${slice} ${name} ${figure}`;
					const values = logs[figure].slice(0, MOST_QUADRUPLES);
					found.set(key, [...(found.get(key) ?? []), reach(values, estimate)]);
				}
			}
		}
	}

	const cell = (slice: number, name: string, figure: string) =>
		`±${(median(found.get(`${slice} ${name} ${figure}`) ?? [0]) * 100).toFixed(2)} %`;
	const names = Object.keys(estimators);
	process.stdout.write(
		layOut(
			['slice', ...names.map(name => `rate, ${name}`), ...names.map(name => `CPU, ${name}`)],
			SLICES_MS.map(slice => [
				`${slice} ms`,
				...names.map(name => cell(slice, name, 'rate')),
				...names.map(name => cell(slice, name, 'cpu')),
			]),
			[1, 2, 3, 4, 5, 6],
		) +
			`\n\nHalf of the 95 % bootstrap interval of one duet of ${options.seconds} s; medians of ${options.rounds} duets.\n`,
	);
}

async function play(
	slice: number,
	{mechanism, dead, seconds}: SliceOptions,
	round: number,
): Promise<Record<'rate' | 'cpu', number[]>> {
	const folder = mkdtempSync(join(tmpdir(), 'deadweight-slices-'));
	try {
		await beginRun(
			{
				study: findStudy('quick'),
				overrides: {
					vary: {dead: String(dead)},
					set: {warmup: '1', duration: String(seconds)},
					...{repeats: 1, seed: round},
				},
				design: {kind: 'duet', sides: [mechanism, mechanism], slice, effect: 0.03},
				cpus: {},
				tune: false,
			},
			join(folder, 'run'),
			{
				signal: new AbortController().signal,
				announce: () => undefined,
				watch: watchNothing,
			},
		);
		const rows = cellsFile.read(join(folder, 'run'), () => undefined);
		const logsOf = (name: keyof typeof sliceFigures) =>
			rows.flatMap(({slices}) =>
				quadruplesOf(slices ?? [], sliceFigures[name]).map(({log}) => log),
			);
		return {rate: logsOf('rate'), cpu: logsOf('cpu')};
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

function reach(values: number[], estimate: (values: number[]) => number): number {
	const random = seededRandom(1);
	const estimates = Array.from({length: RESAMPLES}, () =>
		estimate(sampleWithReplacement(values, values.length, random)),
	).sort((a, b) => a - b);
	return (quantileSorted(estimates, 0.975) - quantileSorted(estimates, 0.025)) / 2;
}
