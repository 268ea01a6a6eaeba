// How long a load runs for a time: factors of every subject that has one.
import type {Factor} from '../method/factor.js';

export const warmup = {
	type: 'seconds',
	label: 'Warm-up',
	unit: 's',
	default: 1,
	mayDiffer: true,
	describe: 'seconds of load before the window',
	option: 'warmup',
} as const satisfies Factor;

export const duration = {
	type: 'seconds',
	label: 'Window',
	unit: 's',
	default: 5,
	least: 0.1,
	mayDiffer: true,
	describe: 'seconds of the window',
	option: 'duration',
} as const satisfies Factor;
