// What an A/A series found: kept with its results, and as this machine's last.
import {mkdirSync} from 'node:fs';
import {hostname} from 'node:os';
import {z} from 'zod';
import {describe, Failure} from '../failure.js';
import {levelSchema} from '../method/factor.js';
import {FEWEST_FOR_DRIFT} from '../method/statistics/drift.js';
import type {Facts} from './facts.js';
import {SCHEMA} from './row.js';
import {stateFolder} from './state-folder.js';
import {StoredFile} from './stored-file.js';

const intervalSchema = z.object({value: z.number(), low: z.number(), high: z.number()});

/** aa.json. */
export const aaSchema = z.object({
	schema: z.literal(SCHEMA),
	/** ISO 8601, UTC. */
	at: z.string(),
	/** The results folder of the series. */
	folder: z.string(),
	machine: z.string(),
	mechanism: z.string(),
	/** On the x axis. */
	levels: z.array(levelSchema),
	effect: z.number(),
	/** Comparisons, and those of them with a verdict of faster or slower at any point. */
	comparisons: z.number(),
	falseComparisons: z.number(),
	/** The rate of such comparisons is so much at most, with 95 %. */
	falseAtMost: z.number(),
	/** The same of single ratios. */
	ratios: z.number(),
	falseRatios: z.number(),
	/** How many intervals hold 1, of those that there are. */
	holding: z.object({found: z.number(), of: z.number()}),
	/** By measure, the ratio B/A of all comparisons together, with its 95 % interval. */
	pooled: z.record(z.string(), intervalSchema),
	/** By measure, what a side gains that stands inside a quadruple rather than at its ends. */
	positions: z.record(z.string(), intervalSchema),
	/** How far intervals reach to one side: in half of the ratios at most so far, and in 95 %. */
	reach: z.object({median: z.number(), p95: z.number()}),
	/** By how much one side, the same each time, differed from comparison to comparison: the standard
	 * deviation of the logarithm, and its degrees of freedom. It is what cells in sequence are exposed to.
	 * None of a series of fewer than ten comparisons. */
	drift: z.record(z.string(), z.object({sd: z.number(), freedom: z.number()})),
	/** What the same cells would have said in sequence, without regard to drift. */
	inSequence: z.object({
		ratios: z.number(),
		falseRatios: z.number(),
		reach: z.object({median: z.number(), p95: z.number()}),
	}),
});
export type AaRecord = z.infer<typeof aaSchema>;

/** The record in a series' folder, and the last one of this machine. */
export const aaFile = new StoredFile('aa.json', aaSchema);

/** What tells one machine from another. */
export function machineOf({cpuModel, cpus, kernel}: Facts): string {
	return `${hostname()}, ${cpuModel}, ${cpus.length} CPUs, Linux ${kernel}`;
}

/** Whether a series is long enough to say anything of its machine. */
export function certifies({comparisons}: Pick<AaRecord, 'comparisons'>): boolean {
	return comparisons >= FEWEST_FOR_DRIFT;
}

/**
 * Keeps a record as the last of its machine; one that certifies nothing takes no better one's place.
 * @throws Failure where it cannot be written, with what would allow it.
 */
export function keepLastAa(record: AaRecord): void {
	if (!certifies(record)) {
		return;
	}

	const folder = stateFolder();
	try {
		mkdirSync(folder, {recursive: true});
		aaFile.write(folder, record);
	} catch (error) {
		throw new Failure(
			`it cannot be kept as this machine's last A/A: ${describe(error)}; set XDG_STATE_HOME to a folder that can be written`,
		);
	}
}

/** The last A/A series of this machine; undefined where there is none, or it was another machine. */
export function findLastAa(facts: Facts): AaRecord | undefined {
	try {
		const record = aaFile.isIn(stateFolder()) ? aaFile.read(stateFolder()) : undefined;
		return record?.machine === machineOf(facts) ? record : undefined;
	} catch (error) {
		if (error instanceof Failure) {
			return undefined; // Damaged, or of another version: a new series replaces it.
		}

		throw error;
	}
}

/** What a verdict is worth here; `now` tells how old that is. */
export function describeLastAa(record: AaRecord | undefined, now = new Date()): string {
	if (record === undefined) {
		return `No A/A series of ${FEWEST_FOR_DRIFT} comparisons or more was made on this machine: deadweight aa tells what its verdicts are worth.`;
	}

	const {at, comparisons, falseComparisons, falseAtMost, reach, drift} = record;
	const days = Math.floor((now.getTime() - new Date(at).getTime()) / DAY_MS);
	const drifts = Object.entries(drift).map(
		([measure, {sd, freedom}]) => `${percent(sd)} (${measure}, ${freedom} degrees of freedom)`,
	);
	return (
		`Last A/A on this machine (${at.slice(0, 16).replace('T', ' ')} UTC, ${days === 1 ? '1 day' : `${days} days`} old): ${falseComparisons} of ${comparisons} ` +
		`comparisons with a false verdict (a rate of ${percent(falseAtMost)} at most); effects of ${percent(reach.median)} found in half of the points, ` +
		`of ${percent(reach.p95)} in 95 % of them. Drift of one run to the next: ${drifts.join(', ')}.`
	);
}

const DAY_MS = 86_400_000;

/** A share as 1.2 %. */
export function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}
