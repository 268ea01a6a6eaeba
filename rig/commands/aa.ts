// deadweight aa: the same thing against itself, over and over: what verdicts are worth here.
import {join, resolve} from 'node:path';
import type {Argv} from 'yargs';
import {quantity} from '../../programs/command-line.js';
import {describe, EXIT_FAILED, EXIT_INTERRUPTED, Failure} from '../failure.js';
import {interruption} from '../interruption.js';
import {countFalse, countFound, type Findings, type Played} from '../method/aa.js';
import {ratiosOf} from '../method/comparison.js';
import {formatLevel, parseChoice} from '../method/factor.js';
import {writeArtefacts} from '../output/artefacts.js';
import {conclude} from '../output/conclusion.js';
import {watchNothing} from '../output/progress.js';
import {shellWord} from '../output/shell-word.js';
import {fitTerminal} from '../output/table.js';
import {tell} from '../output/tell.js';
import {aaFile, type AaRecord, certifies, keepLastAa, machineOf, percent} from '../record/aa.js';
import {chooseFolder, makeFolder} from '../record/folder.js';
import {toJson} from '../record/json.js';
import {cellsOf, SCHEMA} from '../record/row.js';
import {type Series, seriesFile} from '../record/series-file.js';
import {writeWhole} from '../record/write-whole.js';
import {type Outcome, planRun, type Observer} from '../run/experiment.js';
import {playSeries} from '../run/series.js';
import {duetOptions, readDuetOrder} from './duet.js';
import {outOption, quietOption} from './format-options.js';
import {readNumber} from './lists.js';
import {placeOptions, whatIsKept} from './study-options.js';

export function builder(yargs: Argv) {
	return yargs
		.positional('mechanism', {type: 'string', describe: 'mechanism on both sides [epoll]'})
		.options({
			...duetOptions,
			...placeOptions,
			times: quantity('count', {default: 20, describe: 'number of comparisons'}),
			...outOption('results/aa-<time>'),
			json: {type: 'boolean', default: false, describe: 'print one JSON document'},
			...quietOption,
		})
		.conflicts('resume', ['mechanism', ...whatIsKept.filter(name => name !== 'study')])
		.example('$0 aa', 'twenty comparisons: about 25 minutes')
		.example('$0 aa --inject slow=5% --times 20', 'is a slowdown of 5 % found?')
		.example('$0 aa --resume results/aa-2026-11-21-120000', 'after any interruption')
		.epilogue(
			"Each comparison has a folder of its own. Without --inject the result of ten comparisons or more is kept as this machine's " +
				'last A/A, which duet and compare print beside their verdicts. ' +
				'Exit status: 0 compared, 1 failed, 2 bad usage, 130 interrupted.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const observer = {signal: interruption(), announce: tell, watch: watchNothing};
	const folder = argv.resume ?? chooseFolder(argv.out, 'aa');
	const series =
		argv.resume === undefined ? await newSeries(argv, folder, observer) : seriesFile.read(folder);
	const played: Played[] = [];
	const outcomes: Outcome[] = [];
	const {failures, interrupted} = await playSeries(series, folder, observer, {
		async ended(_, outcome, place) {
			const {comparison, results} = await conclude(outcome);
			await writeArtefacts(outcome.folder, results);
			if (comparison !== undefined) {
				const cells = outcome.rows.flatMap(row => cellsOf(row).slice(0, 1));
				outcomes.push(outcome);
				const positions = outcome.rows.flatMap(row => (row.positions ? [row.positions] : []));
				played.push({comparison, cells, positions});
				if (!argv.quiet) {
					process.stderr.write(
						`${place}/${series.members.length}  ${describeComparison(comparison, outcome)}\n`,
					);
				}
			}
		},
	});
	const last = outcomes.at(-1);
	if (last === undefined) {
		throw new Failure(
			['no comparison was finished', ...failures].join(': '),
			interrupted ? EXIT_INTERRUPTED : EXIT_FAILED,
		);
	}

	const record = recordOf(series, played, last, folder);
	const planted = plantedIn(series);
	const slow = planted['slow'];
	const findings = slow === undefined ? undefined : countFound(played, slow, 'cpu');
	const isPlain = series.design.kind === 'duet' && series.design.inject === undefined;
	if (isPlain) {
		aaFile.write(folder, record);
	} else {
		writeWhole(join(folder, 'findings.json'), toJson({...record, faults: planted, findings}));
	}

	process.stdout.write(
		argv.json
			? toJson({...record, ...(findings && {slow, findings})})
			: fitTerminal(describeSeries(record, slow, findings, folder)),
	);
	process.exitCode = interrupted ? EXIT_INTERRUPTED : failures.length > 0 ? EXIT_FAILED : 0;
	if (interrupted) {
		tell(`deadweight aa --resume ${shellWord(folder)} goes on`);
	} else if (isPlain) {
		keepOrTell(record);
	}
}

/** It is printed and in the folder of the series already: a home that cannot be written is no failure. */
function keepOrTell(record: AaRecord): void {
	try {
		keepLastAa(record);
	} catch (error) {
		tell(describe(error));
	}
}

async function newSeries(argv: Arguments, folder: string, observer: Observer): Promise<Series> {
	const times = readNumber('--times', argv.times, 1, 'whole');
	const side = argv.mechanism ?? 'epoll';
	const order = await readDuetOrder(argv, [side, side]);
	const {study, overrides, design, cpus} = order;
	// What makes no sense is told of before anything is written.
	await planRun({...order, inventory: argv.inventory}, observer);
	const {seed, ...others} = overrides;
	const width = String(times).length;
	const series: Series = {
		schema: SCHEMA,
		kind: 'aa',
		startedAt: new Date().toISOString(),
		study: argv.study,
		overrides: JSON.parse(JSON.stringify(others)) as Series['overrides'],
		design: JSON.parse(JSON.stringify(design)) as Series['design'],
		cpus: JSON.parse(JSON.stringify(cpus)) as Series['cpus'],
		inventory: argv.inventory,
		tune: argv.tune ?? argv.inventory !== undefined,
		effect: design.effect,
		// Each comparison has an order of its own, which the series' seed repeats.
		members: Array.from({length: times}, (_, index) => ({
			folder: String(index + 1).padStart(width, '0'),
			seed: seed + index + 1,
			title: `comparison ${index + 1} of ${study.name}`,
		})),
	};
	makeFolder(folder);
	seriesFile.write(folder, series);
	return series;
}

function recordOf(
	{effect}: Series,
	played: readonly Played[],
	{run}: Outcome,
	folder: string,
): AaRecord {
	const {settings} = run;
	const [side] = settings.design.kind === 'duet' ? settings.design.sides : [];
	return {
		schema: SCHEMA,
		at: new Date().toISOString(),
		folder: resolve(folder),
		machine: machineOf(run.hosts.server),
		mechanism: Object.values(side ?? {}).join(', '),
		levels: settings.vary[settings.x] ?? [],
		effect,
		...countFalse(played, settings.measures),
	};
}

/** What was planted in B, by the names of the faults. */
function plantedIn({design}: Series): Record<string, number> {
	return design.kind === 'duet' && design.inject !== undefined
		? Object.fromEntries(
				design.inject.split(',').map(part => {
					const [name = '', value = '1'] = part.split('=', 2);
					return [name, value.endsWith('%') ? Number(value.slice(0, -1)) / 100 : Number(value)];
				}),
			)
		: {};
}

function describeSeries(
	record: AaRecord,
	slow: number | undefined,
	findings: Findings | undefined,
	folder: string,
): string {
	const {comparisons, falseComparisons, falseAtMost, ratios, falseRatios, reach} = record;
	const {drift, mechanism, inSequence, holding, pooled, positions} = record;
	const drifts = Object.entries(drift).map(([measure, {sd}]) => `${percent(sd)} in its ${measure}`);
	const ratios95 = (intervals: AaRecord['pooled']) =>
		Object.entries(intervals).map(
			([measure, {value, low, high}]) =>
				`${measure} ${value.toFixed(4)} (${low.toFixed(4)} to ${high.toFixed(4)})`,
		);
	const [biases, places] = [ratios95(pooled), ratios95(positions)];
	return [
		'',
		...(slow === undefined || findings === undefined
			? [
					`${mechanism} against itself, ${comparisons} comparisons: ${falseComparisons} contain a false verdict (${falseRatios} of ${ratios} ratios): a rate of ${percent(falseAtMost)} at most.`,
					`${holding.found} of ${holding.of} intervals hold 1.`,
				]
			: [
					`${parseChoice(mechanism).name} against itself slowed by ${percent(slow)}, ${findings.comparisons} comparisons: by CPU per operation ` +
						`${findings.found} find B slower at every point, and in ${findings.held} of them every interval holds the true value ` +
						`(${findings.pointsFound} and ${findings.pointsHeld} of ${findings.points} points).`,
				]),
		...(biases.length > 0
			? [`All comparisons together, B/A with 95 %: ${biases.join(', ')}.`]
			: []),
		...(places.length > 0
			? [
					`A place inside a quadruple, against one at its ends: ${places.join(', ')}; half of them begin with A, so it is in no ratio.`,
				]
			: []),
		`Smallest effect found: ${percent(reach.median)} in half of the ratios, ${percent(reach.p95)} in 95 % of them.`,
		certifies(record)
			? `In sequence one side alone differed by ${drifts.join(' and ')} from one comparison to the next (standard deviation).`
			: `Fewer than ten comparisons certify nothing: no drift is known, and this is not kept as the machine's last A/A.`,
		...(inSequence.ratios > 0
			? [
					`Had the same cells been compared in sequence, A with the next A, and drift forgotten: ${inSequence.falseRatios} of ${inSequence.ratios} ratios false, ` +
						`intervals of ${percent(inSequence.reach.median)} (median).`,
				]
			: []),
		folder,
		'',
	].join('\n');
}

function describeComparison(
	comparison: Played['comparison'],
	{rows}: Pick<Outcome, 'rows'>,
): string {
	const points = comparison.points.map(({x, measures}) =>
		[
			`${formatLevel(undefined, x)}:`,
			...Object.entries(measures).map(
				([name, {value, verdict, n}]) => `${name} ${value.toFixed(3)} ${verdict ?? `n = ${n}`}`,
			),
		].join(' '),
	);
	const bad = rows.filter(({status}) => status !== 'ok').length;
	return [
		ratiosOf(comparison).length === 0 ? 'nothing could be compared' : points.join(', '),
		...(bad > 0 ? [`(${bad} of ${rows.length} duets not ok)`] : []),
	].join('  ');
}
