// Connections that had to ask twice: a SYN was lost, and a second of the load with it.
import {describeGrowth} from '../growth.js';
import type {DphttpdGate} from '../judged.js';

export default {
	watches: 'growth of TCPSynRetrans (/proc/net/netstat) under the load, where the client is',
	check({detail: {kernel, clientKernel = kernel}}) {
		const grown = describeGrowth(clientKernel, ['TCPSynRetrans']);
		return grown && `SYNs were lost and sent again: ${grown}`;
	},
} satisfies DphttpdGate;
