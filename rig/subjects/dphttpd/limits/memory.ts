// Memory: the kernel's for the ends of an idle connection that are here, and the programs' own.
import {endsOf, type Demand, type Limit} from '../../../site/budget/limit.js';

/** Measured on 6.18 with some to spare: 9.6 KiB of slab for both ends, and what the programs keep. */
const BYTES_PER_END = 6.5 * 1024;
/** A session of GnuTLS, on top: docs/studies.md. deadconn keeps none once it has shaken hands, httperf does. */
const BYTES_PER_SESSION = 12 * 1024;
/** The rig, its agent, the server and the clients, each a process of node. */
const PROGRAMS_BYTES = 512 * 1024 ** 2;

export default {
	name: 'available memory (bytes)',
	isShared: true,
	budget(demand) {
		const ofEnds = endsOf(demand) * BYTES_PER_END;
		const {dead, active} = sessionsOf(demand);
		const value = demand.facts.memory.availableBytes;
		return {
			value,
			base: PROGRAMS_BYTES + demand.active * (ofEnds + active * BYTES_PER_SESSION),
			each: ofEnds + dead * BYTES_PER_SESSION,
		};
	},
	remedy(needed, demand) {
		const least = `until ${Math.ceil(needed / 1024 ** 2)} MiB are free`;
		const ofTls =
			sessionsOf(demand).dead > 0
				? ` (a dead connection inside TLS takes ${BYTES_PER_SESSION / 1024} KiB more than another)`
				: '';
		return `end other programs, or raise the memory limit of this cgroup or machine, ${least}${ofTls}`;
	},
} satisfies Limit;

/** How many TLS sessions a connection has here. */
function sessionsOf(demand: Demand): {dead: 0 | 1; active: 0 | 1 | 2} {
	const {ends, levels: {security = 'plain', idle} = {}} = demand;
	const isSecure = security !== 'plain';
	return {
		dead: ends !== 'client' && (isSecure || idle === 'tls') ? 1 : 0,
		active: isSecure ? endsOf(demand) : 0,
	};
}
