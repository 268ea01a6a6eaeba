// A processor was too hot and slowed down.
import {describeGrowth} from '../growth.js';
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'growth of core_throttle_count (/sys/devices/system/cpu) under the load',
	spoils: 'pace',
	isPassing: true,
	check({detail: {kernel}}) {
		const grown = describeGrowth(kernel, ['ThermalThrottles']);
		return grown && `processors were too hot: ${grown}`;
	},
} satisfies DphttpdGate;
