// blocks: what it costs to send a reply's header and payload apart, joined or copied: nbdkit's question.
import {findLimits} from '../../site/budget/limit.js';
import {findGates, judge, leftOutOf} from '../gate.js';
import {findSecurities, whyNoSecurity} from '../security.js';
import type {ResolvedPoint, Subject} from '../subject.js';
import {factors, isOfOthers, levelsOf} from './factors.js';
import {measuresOf, serverShareOf} from './figures.js';
import type {BlocksSeen, JudgedBlocks} from './judged.js';
import {loadStanding, standUp, type Standing} from './load.js';
import {loadBoth} from './load-in-turns.js';
import {measures} from './measures.js';

/** Starting and ending the programs, and filling the disk at so many bytes a second. */
const PROGRAMS_SECONDS = 1;
const FILL_RATE = 500e6;

const gates = await findGates<JudgedBlocks>(new URL('gates/', import.meta.url));

export default {
	worker: 'Server',
	operation: 'reply',
	operations: 'replies',
	factors,
	contender: 'reply',
	population: 'connections',
	measures,
	shown: ['cpu', 'segments', 'calls.read'],
	beside: ['rate', 'calls.write', 'resumed', 'cpu.user', 'cpu.system'],
	law: 'capacity',
	waits: 'waits',
	hasClients: true,
	limits: await findLimits(new URL('limits/', import.meta.url)),
	gates,
	probes: {security: findSecurities},
	impossible,
	describeLoad(given) {
		const {connections, inflight, reads, duration} = levelsOf(given);
		return {
			connections: `${connections} ${connections === 1 ? 'connection' : 'connections'}`,
			inflight: `${inflight} in flight on each`,
			reads: `${Math.round(100 * reads)} % reads`,
			duration: `${duration} s windows`,
		};
	},
	guessSeconds(given) {
		const {disk, warmup, duration} = levelsOf(given);
		return PROGRAMS_SECONDS + disk / FILL_RATE + warmup + duration;
	},
	// Its connections are its population: beside them a cell has nothing.
	active: () => 1,
	stand: standUp,
	load: loadStanding,
	loadInTurns: loadBoth,
	judge(seen, badEnds) {
		const serverShare = serverShareOf(seen);
		const cell = {...seen, badEnds, serverShare};
		return {
			measures: measuresOf(seen),
			reasons: judge(gates, cell),
			leftOut: leftOutOf(gates, cell),
			detail: {serverShare, cipher: seen.cipher, result: seen.result},
		};
	},
} satisfies Subject<Standing, BlocksSeen>;

/** What does not go together anywhere, and what its host has not. */
function impossible({levels, options}: ResolvedPoint): string | undefined {
	const {transport, security, reply} = levelsOf(levels);
	if (transport === 'unix' && security === 'plain' && reply === 'cork') {
		return 'a Unix socket has no TCP_CORK: setsockopt fails with EOPNOTSUPP';
	}

	if (transport === 'unix' && security === 'ktls') {
		return 'a Unix socket has no kTLS';
	}

	if (security === 'tls' && reply === 'writev') {
		return 'GnuTLS has no call that sends several parts as writev(2) does';
	}

	if (isOfOthers({reply}) && (transport === 'unix' || security === 'ktls')) {
		return `${reply} is run over TCP alone here, and has no kTLS`;
	}

	return whyNoSecurity(security, options);
}
