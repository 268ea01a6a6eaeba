// Ports of the clients: to one server port, a source address has the ports of
// net.ipv4.ip_local_port_range. On loopback deadconn spreads over many source addresses.
import type {Limit} from '../../../site/budget/limit.js';

/** Source addresses that deadconn uses on loopback: 127.0.0.2 to 127.0.255.254. */
const LOOPBACK_ADDRESSES = 256 * 254 - 1;

export default {
	name: 'source ports (net.ipv4.ip_local_port_range × source addresses)',
	budget({facts, ends, sources = LOOPBACK_ADDRESSES, active}) {
		if (ends === 'server') {
			return undefined;
		}

		const [low = 0, high = 0] = (facts.sysctls['net.ipv4.ip_local_port_range'] ?? '')
			.split(' ')
			.map(Number);
		return high > low ? {value: (high - low + 1) * sources, base: active, each: 1} : undefined;
	},
	remedy: (_, {sources}) =>
		'sysctl -w net.ipv4.ip_local_port_range="1024 65535"' +
		(sources === undefined ? '' : ', or more deadweight_addresses for this host'),
} satisfies Limit;
