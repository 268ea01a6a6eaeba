// What an A/A series found: kept with its results, and as this machine's last.
import {mkdirSync} from 'node:fs';
import {hostname} from 'node:os';
import {z} from 'zod';
import {Failure} from '../failure.js';
import {levelSchema} from '../method/factor.js';
import type {Facts} from './facts.js';
import {SCHEMA} from './row.js';
import {stateFolder} from './state-folder.js';
import {StoredFile} from './stored-file.js';

const recordSchema = z.object({
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
	/** The same of single ratios. */
	ratios: z.number(),
	falseRatios: z.number(),
	/** How far intervals reach to one side: in half of the ratios at most so far, and in 95 %. */
	reach: z.object({median: z.number(), p95: z.number()}),
	/** By how much one side, the same each time, differed from comparison to comparison: the standard
	 * deviation of the logarithm. It is what cells in sequence are exposed to. */
	drift: z.record(z.string(), z.number()),
	/** What the same cells would have said in sequence, without regard to drift. */
	inSequence: z.object({
		ratios: z.number(),
		falseRatios: z.number(),
		reach: z.object({median: z.number(), p95: z.number()}),
	}),
});
export type AaRecord = z.infer<typeof recordSchema>;

/** The record in a series' folder, and the last one of this machine. */
export const aaFile = new StoredFile('aa.json', recordSchema);

/** What tells one machine from another. */
export function machineOf({cpuModel, cpus, kernel}: Facts): string {
	return `${hostname()}, ${cpuModel}, ${cpus.length} CPUs, Linux ${kernel}`;
}

/** Keeps a record as the last of its machine. */
export function keepLastAa(record: AaRecord): void {
	const folder = stateFolder();
	mkdirSync(folder, {recursive: true});
	aaFile.write(folder, record);
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

/** What a verdict is worth here, in a line. */
export function describeLastAa(record: AaRecord | undefined): string {
	if (record === undefined) {
		return 'No A/A series was made on this machine: deadweight aa tells what its verdicts are worth.';
	}

	const {at, comparisons, falseComparisons, reach} = record;
	return (
		`Last A/A on this machine (${at.slice(0, 16).replace('T', ' ')} UTC): ${falseComparisons} of ${comparisons} ` +
		`comparisons with a false verdict; effects of ${percent(reach.median)} found in half of the points, ` +
		`of ${percent(reach.p95)} in 95 % of them.`
	);
}

/** A share as 1.2 %. */
export function percent(share: number): string {
	return `${(share * 100).toFixed(1)} %`;
}
