// A run without what tells where it was made, so that its report can be shown to anybody.
import {basename} from 'node:path';
import type {Run} from '../record/run-file.js';
import type {StoredRun} from './stored-run.js';

/** A path of at least two parts; what every Linux has is left. */
const PATH = /(?<![\w.:/-])\/(?!proc\/|sys\/|dev\/)(?:[\w.@+~-]+\/)+[\w.@+~-]*/g;
/** As in root=UUID=… of a kernel's command line. */
const UUID = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi;
/** Every machine has these. */
const COMMON = new Set(['localhost', '127.0.0.1', '::1', '']);

/**
 * The same results, with roles in place of host names, and without addresses, paths and identifiers of
 * disks. The path of a user's own subject stays, because it is needed to read them.
 */
export function redact({folder, run, rows}: StoredRun): StoredRun {
	const names = namesOf(run);
	const clean = (text: string): string =>
		names
			.reduce((found, [pattern, role]) => found.replace(pattern, role), text)
			.replace(PATH, '[path]')
			.replace(UUID, '[id]');
	const {subject} = run.settings;
	return {
		folder: basename(folder),
		run: {
			...mapText(run, clean),
			// Levels and measures may be called as a host is.
			settings: {...mapText(run.settings, text => text.replace(PATH, '[path]')), subject},
			plan: run.plan,
			options: run.options,
		},
		rows: rows.map(row => ({...row, reasons: mapText(row.reasons, clean)})),
	};
}

/** What each name or address of a host becomes, the longest first: one may be a part of another. */
function namesOf({hosts, lab}: Run): Array<[RegExp, string]> {
	const roles = Object.entries(hosts);
	const others = lab?.dead ?? [];
	const facts = [
		...roles,
		...others.map(({facts: its}, index) => [`dead-${index + 1}`, its] as const),
	];
	const found = new Map<string, string>();
	const add = (name: string, role: string) => {
		if (!COMMON.has(name) && !found.has(name)) {
			found.set(name, role);
		}
	};

	if (lab) {
		add(lab.server, 'server');
		add(lab.load, 'load');
		add(lab.address, '[address]');
		for (const [index, {name, sources}] of lab.dead.entries()) {
			add(name, `dead-${index + 1}`);
			sources.forEach(source => {
				add(source, '[address]');
			});
		}
	}

	for (const [role, {identity, interfaces}] of facts) {
		add(identity.hostname, role);
		for (const address of Object.values(interfaces).flatMap(({addresses}) => addresses)) {
			add(address.replace(/\/\d+$/, ''), '[address]');
		}
	}

	return [...found]
		.sort(([a], [b]) => b.length - a.length)
		.map(([name, role]) => [
			new RegExp(String.raw`(?<![\w.-])${escapePattern(name)}(?![\w-])`, 'g'),
			role,
		]);
}

function escapePattern(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** The same data with every text of it changed; keys stay. */
function mapText<T>(data: T, change: (text: string) => string): T {
	return JSON.parse(
		JSON.stringify(data, (_, value: unknown) =>
			typeof value === 'string' ? change(value) : value,
		),
	) as T;
}
