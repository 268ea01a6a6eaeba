// Which contenders of one run are held against each other.
import {buildsOf, type Level, parseChoice} from './factor.js';

/** Pairs of levels, A's first, and what A and B are in words. */
export type Contenders = {
	readonly pairs: ReadonlyArray<readonly [Level, Level]>;
	readonly words: string;
};

/** The baseline with each other, by default the first; or each of this build with that of another. */
export function pairContenders(levels: readonly Level[], baseline: Level | undefined): Contenders {
	const [build, ...otherBuilds] = buildsOf(levels);
	if (build !== undefined && otherBuilds.length === 0 && baseline === undefined) {
		return {pairs: pairBuilds(levels, build), words: `A is this build, B is ${build}`};
	}

	const a = baseline ?? levels[0] ?? '';
	const others = levels.filter(level => level !== a);
	return {
		pairs: others.map(level => [a, level] as const),
		words: `A is ${a}, B is ${others.length === 1 ? String(others[0]) : 'each of the others'}`,
	};
}

function pairBuilds(levels: readonly Level[], build: string): Array<readonly [Level, Level]> {
	return levels.flatMap(level => {
		const {name, settings} = parseChoice(String(level));
		const other = levels.find(each => {
			const choice = parseChoice(String(each));
			return (
				choice.build === build &&
				choice.name === name &&
				JSON.stringify(choice.settings) === JSON.stringify(settings)
			);
		});
		return other === undefined || other === level ? [] : [[level, other] as const];
	});
}
