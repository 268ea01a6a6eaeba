// Connections that the listener dropped: the load was not what was asked for.
import type {DphttpdGate} from '../judged.js';

const watched = ['ListenOverflows', 'ListenDrops'];

export default {
	watches: 'growth of ListenOverflows and ListenDrops (/proc/net/netstat) in the window',
	check({detail: {kernel}}) {
		const grown = watched.filter(name => (kernel[name] ?? 0) > 0);
		return grown.length > 0
			? `the listener dropped connections: ${grown.map(name => `${name} +${kernel[name] ?? 0}`).join(', ')}`
			: undefined;
	},
} satisfies DphttpdGate;
