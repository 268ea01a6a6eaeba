// Results of schema 2, which knew two subjects and one kind of row for each: read as those of today.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Reason, statusOf} from '../../method/cell.js';
import {describe, Failure} from '../../failure.js';
import {formatChoice, type Point} from '../../method/factor.js';
import {type Slices, summariseSlices} from '../../method/slices.js';
import {parseStored, type Upgrade} from '../../record/parse.js';
import {type Row, rowSchema, SCHEMA} from '../../record/row.js';
import {type Run, runSchema} from '../../record/run-file.js';
import type {Settings} from '../../record/settings.js';
import {readLines} from '../../record/synced-lines.js';
import * as dphttpd from './dphttpd.js';
import type {Figures2, Older, Settings2} from './older.js';
import * as pipetest from './pipetest.js';

const VERSION = 2;
const olders: Readonly<Record<string, Older>> = {dphttpd, pipetest};

/** Of a run.json. */
export const upgradeRun: Upgrade = (document, schema) =>
	schema === VERSION ? upgradedRun(document as Run2) : undefined;

/** Of a line of cells.ndjson of a run with these settings, as they are read today. */
export function upgradeRow({subject, x}: Pick<Settings, 'subject' | 'x'>): Upgrade {
	return (document, schema) => {
		if (schema !== VERSION) {
			return undefined;
		}

		const {mechanism, count, figures, status, ...row} = document as Row2;
		const reasons = upgradedReasons(row.reasons, figures, olderOf(subject));
		return {
			...row,
			...{schema: SCHEMA, attempt: 1, point: {mechanism, [x]: count}, reasons},
			status: status === 'invalid' ? statusOf(reasons) : status,
			...(figures && measured(figures, olderOf(subject))),
		};
	};
}

/** A duet had files of its own, of which this is the first. */
export const duetFilesOf2 = {
	isIn: (folder: string) => existsSync(join(folder, DUET)),
};

const DUET = 'duet.json';
const DUET_ROWS = 'duets.ndjson';

/** A duet as a run of today. @throws Failure where it is damaged. */
export function readDuetOf2(
	folder: string,
	warn: (message: string) => void,
): {run: Run; rows: Row[]} {
	const path = join(folder, DUET);
	const run = parseStored(runSchema, read(path), path, (document, schema) =>
		schema === VERSION ? upgradedDuet(document as Duet2) : undefined,
	);
	const rowsPath = join(folder, DUET_ROWS);
	if (!existsSync(rowsPath)) {
		throw new Failure(`${folder} has no rows: ${DUET_ROWS} is not there`);
	}

	const {lines, isTorn} = readLines(rowsPath);
	if (isTorn) {
		warn(`${rowsPath}: the last line was cut short and is left out`);
	}

	const rows = lines.map((line, index) =>
		parseStored(rowSchema, line, `${rowsPath}, line ${index + 1}`, (document, schema) =>
			schema === VERSION ? upgradedDuetRow(document as DuetRow2, run.settings) : undefined,
		),
	);
	return {run, rows};
}

type Run2 = {
	readonly settings: Settings2;
	readonly mechanisms?: unknown[];
	readonly plan: Array<{mechanism: string; count: number}>;
};

function upgradedRun({settings, mechanisms = [], plan, ...run}: Run2): object {
	const {population, ...older} = olderOf(settings.subject);
	return {
		...run,
		schema: SCHEMA,
		settings: {
			...upgradedSettings(settings, {population, ...older}),
			vary: {mechanism: settings.mechanisms, [population]: settings.counts},
			design: settings.grows === true ? {kind: 'growing', factor: population} : {kind: 'sweep'},
		},
		options: {mechanism: mechanisms},
		plan: plan.map(({mechanism, count, ...cell}) => ({
			...cell,
			point: {mechanism, [population]: count},
		})),
	};
}

function upgradedSettings(settings: Settings2, {population, set, beside, published}: Older) {
	const {study, subject, question, notMeasured, repeats, seed, scale, paper, duration} = settings;
	return {
		...{study, subject, question, notMeasured, repeats, seed, scale, published},
		x: population,
		set: {extent: paper ? 'completion' : 'time', duration, ...set(settings)},
		measures: ['rate', 'cpu'],
		beside,
		retries: 0,
		cpus: /-smp$/.test(study) ? 'share' : 'one',
	};
}

type Row2 = {
	readonly mechanism: string;
	readonly count: number;
	readonly status: string;
	readonly figures?: Figures2;
	readonly reasons: Reason2[];
};
type Reason2 = {readonly name: string; readonly message: string; readonly spoils?: string};

function measured({detail, ...figures}: Figures2, {measures}: Older) {
	const {subject: _, ...rest} = detail;
	return {measures: measures({detail, ...figures}), detail: rest};
}

/** Its rate was all that a gate could spoil alone. */
function upgradedReasons(
	reasons: readonly Reason2[],
	figures: Figures2 | undefined,
	older: Older,
): Reason[] {
	const all = reasons.map(({spoils, ...reason}): Reason => ({
		...reason,
		...(spoils === 'rate' && {spoils: 'pace'}),
	}));
	return figures && older.reasons ? older.reasons(all, figures) : all;
}

type Side2 = {
	readonly mechanism: string;
	readonly build: string | null;
	readonly settings?: Readonly<Record<string, number>>;
	readonly faults?: Readonly<Record<string, number>>;
};
type Duet2 = {
	readonly settings: Settings2;
	readonly sides: [Side2, Side2];
	readonly mechanisms?: unknown[];
	readonly slice: number;
	readonly effect: number;
	readonly plan: Array<{index: number; repeat: number; count: number; first: 0 | 1}>;
};

function upgradedDuet({
	settings,
	sides,
	mechanisms = [],
	slice,
	effect,
	plan,
	...run
}: Duet2): object {
	const older = olderOf(settings.subject);
	const both = sides.map(pointOf);
	return {
		...run,
		schema: SCHEMA,
		settings: {
			...upgradedSettings(settings, older),
			vary: {[older.population]: settings.counts},
			design: {kind: 'duet', sides: both, slice, effect},
		},
		options: {mechanism: mechanisms},
		plan: plan.map(({index, repeat, count, first}) => ({
			...{index, repeat},
			block: index,
			point: {[older.population]: count},
			versus: {sides: both, first},
		})),
	};
}

function pointOf({mechanism, build, settings = {}, faults = {}}: Side2): Point {
	const carried = Object.entries({...settings, ...faults}).map(([key, value]) => [
		key,
		String(value),
	]);
	return {
		mechanism: formatChoice({
			name: mechanism,
			build: build ?? undefined,
			settings: Object.fromEntries(carried) as Record<string, string>,
		}),
	};
}

type DuetRow2 = {
	readonly index: number;
	readonly count: number;
	readonly first: 0 | 1;
	readonly status: string;
	readonly reasons: Reason2[];
	readonly sides?: Array<{figures: Figures2; reasons: Reason2[]}>;
	readonly slices?: Slices;
};

function upgradedDuetRow(
	{count, first, sides, slices, reasons, status, ...row}: DuetRow2,
	{study, x, subject, design}: Settings,
): object {
	const older = olderOf(subject);
	const both = sides?.map(side => ({
		...measured(side.figures, older),
		reasons: upgradedReasons(side.reasons, side.figures, older),
	}));
	return {
		...{...row, status},
		...{schema: SCHEMA, study, attempt: 1, block: row.index, point: {[x]: count}},
		versus: {sides: design.kind === 'duet' ? design.sides : [], first},
		reasons: upgradedReasons(reasons, undefined, older),
		...(both && {
			sides: both,
			status: status === 'invalid' ? statusOf(both.flatMap(side => side.reasons)) : status,
		}),
		...(slices && {slices, logs: summariseSlices(slices).logs}),
	};
}

function olderOf(subject: string): Older {
	const older = olders[subject];
	if (older === undefined) {
		throw new Failure(`results of schema ${VERSION} are of no subject ${subject}`);
	}

	return older;
}

function read(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		throw new Failure(`${path} cannot be read: ${describe(error)}`);
	}
}
