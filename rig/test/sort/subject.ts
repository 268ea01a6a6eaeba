// A subject that exists only for tests: what Shell's method costs, with two sequences of gaps.
import {z} from 'zod';
import type {Level} from '../../method/factor.js';
import {serverOf} from '../../site/setting.js';
import {readEvent} from '../../subjects/events.js';
import type {ResolvedPoint, Subject} from '../../subjects/subject.js';

const resultSchema = z.object({
	sorts: z.number(),
	moves: z.number(),
	seconds: z.number(),
	cpu: z.number(),
});
type Levels = Readonly<Record<string, Level>>;

export default {
	worker: 'sort',
	operation: 'sort',
	operations: 'sorts',
	factors: {
		gaps: {
			type: 'choice',
			label: 'Gaps',
			default: 'halves',
			levels: ['halves', 'ciura'],
			describe: 'how far apart the numbers are that are compared',
		},
		numbers: {
			type: 'count',
			label: 'Numbers',
			unit: 'numbers',
			one: 'number',
			default: 100,
			least: 1,
			describe: 'numbers to be sorted',
		},
		duration: {
			type: 'seconds',
			label: 'Window',
			unit: 's',
			default: 0.1,
			mayDiffer: true,
			describe: 'seconds of sorting',
		},
	},
	contender: 'gaps',
	population: 'numbers',
	measures: {
		rate: {
			title: 'Sorts',
			unit: 'sorts/s',
			column: 'sorts_per_second',
			digits: 0,
			better: 'more',
			spoiledBy: 'pace',
			costUs: rate => 1e6 / rate,
			basis: 'time',
		},
		moves: {
			title: 'Moves',
			unit: 'moves/sort',
			column: 'moves_per_sort',
			digits: 0,
			better: 'less',
			spoiledBy: 'cell',
		},
		cpu: {
			title: 'CPU',
			unit: 'µs/sort',
			column: 'cpu_us_per_sort',
			digits: 2,
			better: 'less',
			spoiledBy: 'cell',
		},
	},
	shown: ['rate', 'moves'],
	beside: ['cpu'],
	law: 'rate',
	hasClients: false,
	limits: [],
	gates: [],
	probes: {},
	describeLoad: ({duration}: Levels) => ({duration: `sorting for ${duration} s`}),
	guessSeconds: ({duration}: Levels) => 0.3 + Number(duration),
	active: () => 0,
	stand: async (point: ResolvedPoint) => Promise.resolve(point),
	async load({levels, build}, {setting, programs}) {
		const {hosts, bounds, signal} = setting;
		const args = ['gaps', 'numbers', 'duration'].map(name => `--${name}=${levels[name]}`);
		const program = await serverOf(hosts, build).start('sort', args);
		programs.push(program);
		const line = await program.waitFor(['result'], bounds.ready, signal);
		return readEvent(resultSchema, 'sort', line);
	},
	judge({sorts, moves, seconds, cpu}, badEnds) {
		return {
			measures: {rate: sorts / seconds, moves: moves / sorts, cpu: cpu / sorts},
			reasons: badEnds.map(message => ({name: 'program-ends', message})),
		};
	},
} satisfies Subject<ResolvedPoint, z.infer<typeof resultSchema>>;
