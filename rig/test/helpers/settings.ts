// Settings and studies for tests.
import type {Level} from '../../method/factor.js';
import type {Settings} from '../../record/settings.js';
import {factors} from '../../subjects/dphttpd/factors.js';

/** What a test changes: levels that vary, levels that are fixed, anything else of the settings. */
export type SettingsChange = Partial<Omit<Settings, 'set'>> & {
	readonly set?: Readonly<Partial<Record<keyof typeof factors, Level>>>;
};

/** The settings of a small study, with what a test changes. */
export function settingsWith({set, ...changes}: SettingsChange = {}): Settings {
	const {mechanism: _, dead: __, ...others} = factors;
	return {
		subject: 'dphttpd',
		study: 'test',
		question: 'Does it work?',
		notMeasured: ['anything'],
		vary: {mechanism: ['epoll', 'poll'], dead: [0, 10]},
		x: 'dead',
		set: {
			...Object.fromEntries(
				Object.entries(others).map(([name, {default: level}]) => [name, level]),
			),
			...{warmup: 0.1, duration: 0.3, connections: 10, ramp: 1000, calls: 5},
			...set,
		},
		measures: ['rate', 'cpu'],
		beside: ['cpu.user', 'cpu.system', 'slab', 'rss'],
		repeats: 1,
		retries: 0,
		seed: 1,
		scale: 'linear',
		cpus: 'one',
		design: {kind: 'sweep'},
		...changes,
	};
}
