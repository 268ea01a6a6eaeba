// What may be varied of pipetest; the defaults are the study's of 2002.
import type {Factors, Level, LevelsOf} from '../../method/factor.js';

export const factors = {
	mechanism: {
		type: 'choice',
		label: 'Mechanism',
		default: 'epoll',
		describe: 'how pipetest waits, as in poll,epoll,io_uring',
		option: 'mechanisms',
	},
	pipes: {
		type: 'count',
		label: 'Pipes',
		unit: 'pipes',
		one: 'pipe',
		default: 10,
		least: 1,
		describe: 'numbers of pipes, as in 10,1000,8000',
		option: 'pipes',
	},
	tokens: {
		type: 'count',
		label: 'Tokens',
		unit: 'tokens',
		one: 'token',
		default: 1,
		least: 1,
		describe: 'tokens on their way at once',
	},
	generations: {
		type: 'count',
		label: 'Generations',
		unit: 'passes',
		default: 300,
		least: 1,
		describe: 'passes after which a token retires',
	},
	routing: {
		type: 'choice',
		label: 'Routing',
		default: 'last',
		levels: ['last', 'spread'],
		describe: 'where a token goes next: see pipetest --help',
	},
	duration: {
		type: 'seconds',
		label: 'Window',
		unit: 's',
		default: 1,
		least: 0.1,
		mayDiffer: true,
		describe: 'seconds that the lives of tokens are to take together, at least',
		option: 'duration',
	},
	extent: {
		type: 'choice',
		label: 'Extent of the load',
		default: 'time',
		levels: ['time', 'completion'],
		describe: 'time: lives for a time; completion: one life of the tokens, as in 2002',
		flag: {
			name: 'paper',
			level: 'completion',
			describe: 'each cell is one life of the tokens, as in 2002',
		},
	},
} as const satisfies Factors;

/** The levels of a cell, by their types. */
export type PipetestLevels = LevelsOf<typeof factors>;

/** The levels of a point, which the runner has read by the factors' types. */
export function levelsOf(levels: Readonly<Record<string, Level>>): PipetestLevels {
	return levels as PipetestLevels;
}
