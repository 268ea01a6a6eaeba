// What each of several processes is told: its share of the connections and of the rates, as one argument.
import type {Options} from './options.js';

/** Number `index`, from 0. */
export function shareOf(options: Options, index: number): Options {
	const {numConns, processes, rate, requestRate, poissonSeed, cpus} = options;
	const own = Math.floor((numConns + index) / processes);
	const part = own / numConns;
	return {
		...options,
		numConns: own,
		rate: rate === undefined ? undefined : rate * part,
		requestRate: requestRate === undefined ? undefined : requestRate * part,
		poissonSeed: poissonSeed === undefined ? undefined : poissonSeed + index,
		cpus: cpus && [cpus[index % cpus.length] ?? 0],
		...{processes: 1, json: true},
	};
}

/** What it is told and whereto it connects; JSON knows no Infinity, and these no null. */
export function encodeShare(options: Options, address: string): string {
	return JSON.stringify({options, address}, (_, value: unknown) =>
		value === Infinity ? null : value,
	);
}

/** What `encodeShare` was given; what is left out is undefined. */
export function decodeShare(text: string): {options: Options; address: string} {
	return JSON.parse(text, (_, value: unknown) => (value === null ? Infinity : value)) as {
		options: Options;
		address: string;
	};
}
