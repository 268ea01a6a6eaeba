// The load client ran out of descriptors or of ports: connections that were asked for are missing.
import type {DphttpdGate} from '../judged.js';

/** What raises each limit. */
const remedies: Readonly<Record<string, string>> = {
	'fd-unavail': 'raise RLIMIT_NOFILE (ulimit -Hn)',
	'ftab-full': 'raise fs.file-max',
	// With --hog httperf chooses them itself: net.ipv4.ip_local_port_range does not bound it.
	addrunavail:
		'free ports of 1024 to 65535 (ss -tan lists who has them), or wait for TIME_WAIT to end (60 s)',
};

export default {
	watches: "httperf's EMFILE, ENFILE and EADDRNOTAVAIL, each apart",
	check({seen: {result}}) {
		const met = Object.keys(remedies).filter(name => (result.errors[name] ?? 0) > 0);
		return met.length > 0
			? `httperf ran out: ${met.map(name => `${name} ${result.errors[name] ?? 0} times: ${remedies[name] ?? ''}`).join('; ')}`
			: undefined;
	},
} satisfies DphttpdGate;
