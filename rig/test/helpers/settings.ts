// Settings and studies for tests.
import type {DphttpdSettings} from '../../run/settings.js';

/** The settings of a small study, with what a test changes. */
export function settingsWith(changes: Partial<DphttpdSettings> = {}): DphttpdSettings {
	return {
		subject: 'dphttpd',
		study: 'test',
		question: 'Does it work?',
		notMeasured: ['anything'],
		mechanisms: ['epoll', 'poll'],
		counts: [0, 10],
		repeats: 1,
		warmup: 0.1,
		duration: 0.3,
		paper: false,
		seed: 1,
		connections: 10,
		rate: 1000,
		numCalls: 5,
		timeout: 5,
		thinkTimeout: 5,
		msgsize: 128,
		maxfds: 20_000,
		stksize: 4096,
		scale: 'linear',
		...changes,
	};
}
