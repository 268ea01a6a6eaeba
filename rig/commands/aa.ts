// deadweight aa: the same thing against itself, over and over: what verdicts are worth here.
import {toJson} from '../record/json.js';
import {join, resolve} from 'node:path';
import type {Argv} from 'yargs';
import {aaFile, describeLastAa, keepLastAa, machineOf, percent} from '../record/aa.js';
import {countFalse, countFound, type Played} from '../method/aa.js';
import {verdictsOf} from '../method/comparison.js';
import {concludeDuets} from '../output/conclude-duets.js';
import {type DuetOutcome, runDuets} from '../run/duet/run.js';
import {readSide} from '../run/duet/side.js';
import {EXIT_FAILED, EXIT_INTERRUPTED, Failure} from '../failure.js';
import {interruption} from '../interruption.js';
import {chooseFolder, refuseHeld} from '../record/folder.js';
import {SCHEMA} from '../record/row.js';
import {writeWhole} from '../record/write-whole.js';
import {duetOptions, readDuetOrder, withFaults} from './duet.js';
import {readNumber} from './lists.js';

export const command = 'aa [mechanism]';
export const describe =
	'compare a mechanism with itself, over and over: the rate of false verdicts';

export function builder(yargs: Argv) {
	return yargs
		.positional('mechanism', {type: 'string', default: 'epoll', describe: 'on both sides'})
		.options({
			...duetOptions,
			times: {type: 'number', default: 20, describe: 'comparisons'},
			out: {type: 'string', describe: 'folder for the results [results/aa-<time>]'},
			json: {type: 'boolean', default: false, describe: 'print one JSON document'},
		})
		.example('$0 aa', 'twenty comparisons: about 25 minutes')
		.example('$0 aa --inject slow=5% --times 20', 'is a slowdown of 5 % found?')
		.epilogue(
			"Each comparison has a folder of its own. Without --inject the result is kept as this machine's " +
				'last A/A, which duet and compare print beside their verdicts. ' +
				'Exit status: 0 compared, 1 failed, 2 bad usage, 130 interrupted.',
		);
}

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export async function handler(argv: Arguments): Promise<void> {
	const times = readNumber('--times', argv.times, 1, 'whole');
	const side = readSide(argv.mechanism);
	const slowed = withFaults(side, argv);
	const order = await readDuetOrder(argv, [side, slowed]);
	const folder = chooseFolder(argv.out, 'aa');

	const signal = interruption();
	refuseHeld(folder);
	const series: Played[] = [];
	let last: DuetOutcome | undefined;
	for (let time = 1; time <= times && last?.interrupted !== true; time++) {
		const own = join(folder, String(time).padStart(String(times).length, '0'));
		// Each comparison has an order of its own, which the series' seed repeats.
		const overrides = {...order.overrides, seed: order.overrides.seed + time};
		last = await runDuets({...order, overrides}, own, signal, {
			began: () => undefined,
			ended: () => undefined,
		});
		if (!last.interrupted) {
			const {comparison} = await concludeDuets(own, last.run, last.rows);
			series.push({comparison, rows: last.rows});
			process.stderr.write(
				`${time}/${times}  ${describeComparison({comparison, rows: last.rows})}\n`,
			);
		}
	}

	if (last === undefined || series.length === 0) {
		throw new Failure(
			'no comparison was finished',
			last?.interrupted ? EXIT_INTERRUPTED : EXIT_FAILED,
		);
	}

	const {run} = last;
	const record = {
		schema: SCHEMA as typeof SCHEMA,
		at: new Date().toISOString(),
		folder: resolve(folder),
		machine: machineOf(run.hosts.server),
		mechanism: side.name,
		counts: [...run.settings.counts],
		effect: run.effect,
		...countFalse(series),
	};
	const slow = slowed.faults?.slow;
	const findings = slow === undefined ? undefined : countFound(series, slow);
	if (slowed.faults === undefined) {
		aaFile.write(folder, record);
		if (!last.interrupted) {
			keepLastAa(record);
		}
	} else {
		writeWhole(join(folder, 'findings.json'), toJson({...record, faults: slowed.faults, findings}));
	}

	process.stdout.write(
		argv.json
			? toJson({...record, ...(findings && {slow, findings})})
			: describeSeries(record, slow, findings, folder),
	);
	process.exitCode = last.interrupted ? EXIT_INTERRUPTED : 0;
}

function describeSeries(
	record: Parameters<typeof describeLastAa>[0] & object,
	slow: number | undefined,
	findings: ReturnType<typeof countFound> | undefined,
	folder: string,
): string {
	const {comparisons, falseComparisons, ratios, falseRatios, reach, drift, mechanism, inSequence} =
		record;
	return [
		'',
		...(slow === undefined || findings === undefined
			? [
					`${mechanism} against itself, ${comparisons} comparisons: ${falseComparisons} contain a false verdict (${falseRatios} of ${ratios} ratios).`,
				]
			: [
					`${mechanism} against itself slowed by ${percent(slow)}, ${findings.comparisons} comparisons: by CPU per reply ` +
						`${findings.found} find B slower at every point, and in ${findings.held} of them every interval holds the true value ` +
						`(${findings.pointsFound} and ${findings.pointsHeld} of ${findings.points} points).`,
				]),
		`Smallest effect found: ${percent(reach.median)} in half of the ratios, ${percent(reach.p95)} in 95 % of them.`,
		`In sequence one side alone differed by ${percent(drift.rate)} in its rate and ${percent(drift.cpu)} in its CPU per reply from one comparison to the next (standard deviation).`,
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

function describeComparison({comparison, rows}: Played): string {
	const points = comparison.points.map(({count, rate, cpu}) =>
		[
			`${count} dead:`,
			...(rate ? [`rate ${rate.value.toFixed(3)} ${rate.verdict}`] : []),
			...(cpu ? [`CPU ${cpu.value.toFixed(3)} ${cpu.verdict}`] : []),
		].join(' '),
	);
	const bad = rows.filter(({status}) => status !== 'ok').length;
	const found = verdictsOf(comparison).length;
	return [
		found === 0 ? 'nothing could be compared' : points.join(', '),
		...(bad > 0 ? [`(${bad} of ${rows.length} duets not ok)`] : []),
	].join('  ');
}
