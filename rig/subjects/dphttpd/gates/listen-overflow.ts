// Connections that the listener dropped: the load was not what was asked for.
import {describeGrowth} from '../growth.js';
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'growth of ListenOverflows and ListenDrops (/proc/net/netstat) under the load',
	check({detail: {kernel}}) {
		const grown = describeGrowth(kernel, ['ListenOverflows', 'ListenDrops']);
		return grown && `the listener dropped connections: ${grown}`;
	},
} satisfies DphttpdGate;
