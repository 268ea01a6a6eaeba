// What the pipetest studies of 2002 have in common.
import type {PipetestStudy} from '../../run/study.js';

/** pipetest MECHANISM 10 … 16000 1 300, as on the page. */
export const pipesOf2002 = {
	subject: 'pipetest',
	notMeasured: [
		'a server or a network: one thread writes to a pipe, waits, and reads from it',
		'making the pipes, and adding them to what is watched',
		'many ready descriptors at once: with one token, each wait finds one',
	],
	factors: {
		pipes: [10, 100, 500, ...Array.from({length: 16}, (_, index) => (index + 1) * 1000)],
		mechanisms: 'all',
	},
	repeats: 5,
	duration: 1,
	plot: {scale: 'log'},
} satisfies Partial<PipetestStudy>;

/** One token, which retires after 300 passes; pipetest --help says why it is routed so. */
export const tokensOf2002 = {
	messageThreads: 1,
	maxGeneration: 300,
	routing: 'last',
} satisfies Omit<PipetestStudy['fixed'], 'serverCpus'>;
