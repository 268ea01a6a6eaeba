// Faults that --inject plants in a dphttpd cell.
import {UsageError} from '../../failure.js';
import {readLevel} from '../../method/factor.js';
import type {Faults} from '../subject.js';
import {factors} from './factors.js';

/** Connections a second: all at once. */
const BURST = 1e6;

function planted(name: keyof typeof factors, value: string | undefined): number | string {
	if (value === undefined) {
		throw new UsageError(`--inject ${name} needs a value: ${factors[name].describe}`);
	}

	const level = readLevel(name, factors[name], value, `--inject ${name}=${value}`);
	if (level === 0) {
		throw new UsageError(`--inject ${name}=${value} plants nothing`);
	}

	return level;
}

export const faults: Faults = {
	slow: {help: 'slow=5% (the server)', plant: value => ({slow: planted('slow', value)})},
	lose: {
		help: 'lose=10 (dead connections, under load)',
		plant: value => ({lose: planted('lose', value)}),
	},
	backlog: {
		help: 'backlog=1 (of listen, and a burst)',
		// A backlog that is too short is only met by a burst.
		plant: value => ({backlog: planted('backlog', value), ramp: BURST}),
	},
	hog: {
		help: 'hog (beside the client)',
		plant(value) {
			if (value !== undefined) {
				throw new UsageError(`--inject hog=${value}: hog has no value`);
			}

			return {hog: 'yes'};
		},
	},
};
