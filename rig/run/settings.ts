// The settings of a run, once it is known what its host has: everything that it is told, as run.json keeps it.
import {resolve} from 'node:path';
import {noSuch} from '../../programs/nearest.js';
import {UsageError} from '../failure.js';
import {
	formatChoice,
	type Level,
	parseChoice,
	type Point,
	readLevel,
	resolveLevels,
} from '../method/factor.js';
import {findMeasure, type NamedMeasure} from '../method/measure.js';
import {findOption, isForeign, type Options} from '../record/option.js';
import type {OwnServers} from '../record/own-server.js';
import {pointsOf, type Settings} from '../record/settings.js';
import type {ResolvedPoint, Subject} from '../subjects/subject.js';
import type {Wanted} from './wanted.js';

/**
 * The settings of a run where the host has these options. Where another build is to be compared,
 * `against`, each level of the contender is asked of it too.
 * @throws UsageError where a level is asked for that does not exist, or levels do not go together.
 */
export function resolveSettings(
	wanted: Wanted,
	options: Options,
	against: string | undefined,
): Settings {
	const {study, subject, vary, x, set, design, overrides} = wanted;
	const proper = (name: string, level: Level) => properLevel(name, level, options, subject);
	const levelsOf = (name: string, levels: readonly Level[] | 'all') => {
		const all =
			levels === 'all'
				? (options[name] ?? [])
						.filter(each => each.ok && !isForeign(each) && !each.name.includes('@'))
						.map(each => each.name)
				: levels.map(level => proper(name, level));
		const ofBuilds =
			against === undefined || name !== subject.contender
				? all
				: all.flatMap(level => [
						level,
						formatChoice({...parseChoice(String(level)), build: against}),
					]);
		return [...new Set(ofBuilds)];
	};
	const sideOf = (side: Point): Point =>
		Object.fromEntries(Object.entries(side).map(([name, level]) => [name, proper(name, level)]));
	const baselineOf = (level: Level) => {
		const baseline = proper(subject.contender, level);
		const levels = levelsOf(subject.contender, vary[subject.contender] ?? []);
		if (!levels.includes(baseline)) {
			throw new UsageError(
				`--baseline ${baseline} is not among what is compared: ${levels.join(', ')}`,
			);
		}

		return baseline;
	};
	const measures = [...new Set(overrides.measures ?? study.measures ?? subject.shown)].map(
		name => measureOf(name, subject).name,
	);
	const settings: Settings = {
		study: study.name,
		subject: study.subject,
		question: study.question,
		notMeasured: [...study.notMeasured],
		vary: Object.fromEntries(
			Object.entries(vary).map(([name, levels]) => [name, levelsOf(name, levels)]),
		),
		x,
		set: withDefaults(
			subject,
			{...set},
			[...Object.keys(vary), ...(design.kind === 'duet' ? [subject.contender] : [])],
			proper,
		),
		measures,
		beside: [...new Set(study.beside ?? subject.beside)]
			.map(name => measureOf(name, subject).name)
			.filter(name => !measures.includes(name)),
		repeats: overrides.repeats ?? study.repeats,
		// What has grown cannot go back to a cell before.
		retries: design.kind === 'growing' ? 0 : (overrides.retries ?? study.retries),
		seed: overrides.seed,
		scale: study.scale,
		cpus: study.cpus,
		...(study.published !== undefined && {published: study.published}),
		design:
			design.kind === 'duet'
				? {...design, sides: [sideOf(design.sides[0]), sideOf(design.sides[1])]}
				: design.kind === 'sweep' && design.baseline !== undefined
					? {...design, baseline: baselineOf(design.baseline)}
					: design,
	};
	refuseTurns(settings, subject);
	const servers = serversOf(settings, wanted);
	return Object.keys(servers).length === 0 ? settings : {...settings, servers};
}

/** @throws UsageError where there are no two contenders at a point that could be loaded in turns. */
function refuseTurns({design, vary, x}: Settings, {contender}: Subject): void {
	if (design.kind !== 'sweep' || design.inTurns === undefined) {
		return;
	}

	const levels = vary[contender] ?? [];
	if (levels.length < 2 || x === contender) {
		throw new UsageError(
			`--in-turns holds levels of ${contender} against each other at each level of another factor: there ${levels.length === 1 ? `is only ${levels.join()}` : `is no such factor, the x axis is ${x}`}`,
		);
	}
}

/** Servers of the user's own that a level names. @throws UsageError where none names one of the command line. */
function serversOf(
	settings: Settings,
	{servers, overrides, subject: {contender, factors}}: Wanted,
): OwnServers {
	const points = pointsOf(settings).map(point => ({...settings.set, ...point}));
	const used = new Set(points.map(point => parseChoice(String(point[contender])).name));
	const unused = Object.keys(overrides.servers ?? {}).find(name => !used.has(name));
	if (unused !== undefined) {
		throw new UsageError(
			`the server ${unused} is not among what is measured, ${[...used].join(', ')}: name it there${factors[contender]?.option === undefined ? '' : ` (--${factors[contender].option})`}, or leave it out`,
		);
	}

	return Object.fromEntries(Object.entries(servers).filter(([name]) => used.has(name)));
}

/** A point of a run with a level for every factor. */
export function resolvePoint(
	point: Point,
	{set}: Pick<Settings, 'set'>,
	{factors}: Subject,
	options: Options,
): ResolvedPoint {
	return {...resolveLevels(point, set, factors), options};
}

/** The measure of that name. @throws UsageError that lists what there is. */
export function measureOf(name: string, {measures}: Pick<Subject, 'measures'>): NamedMeasure {
	const found = findMeasure(measures, name);
	if (found === undefined) {
		throw new UsageError(noSuch('measure', name, Object.keys(measures)));
	}

	return found;
}

/** The name proper of a level that is asked for by an alias; a side's settings must be factors. */
function properLevel(name: string, level: Level, options: Options, subject: Subject): Level {
	if (typeof level === 'number' || subject.factors[name]?.type !== 'choice') {
		return level;
	}

	const choice = parseChoice(level);
	for (const [key, value] of Object.entries(choice.settings)) {
		const factor = subject.factors[key];
		if (factor === undefined || key === name) {
			const known = Object.keys(subject.factors).filter(each => each !== name);
			throw new UsageError(
				`${level}: ${noSuch('setting', key, known)}; as in ${choice.name},${known[0] ?? ''}=…`,
			);
		}

		readLevel(key, factor, value, level);
	}

	const build = choice.build === undefined ? undefined : resolve(choice.build);
	const known = options[name];
	if (known === undefined) {
		return formatChoice({...choice, build});
	}

	const asked = build === undefined ? choice.name : `${choice.name}@${build}`;
	const option = findOption(known, asked);
	if (option === undefined) {
		throw new UsageError(
			noSuch(
				name,
				choice.name,
				known.map(each => each.name),
			),
		);
	}

	return formatChoice({...choice, build, name: parseChoice(option.name).name});
}

/** Every factor that does not vary has its level in run.json. */
function withDefaults(
	{factors}: Subject,
	set: Record<string, Level>,
	varied: readonly string[],
	proper: (name: string, level: Level) => Level,
): Record<string, Level> {
	return Object.fromEntries(
		Object.entries(factors)
			.filter(([name]) => !varied.includes(name))
			.map(([name, factor]) => [name, proper(name, set[name] ?? factor.default)]),
	);
}
