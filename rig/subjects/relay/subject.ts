// relay: a forwarder between a client and an origin, with a wire before the origin.
import {UsageError} from '../../failure.js';
import {findOption, isForeign} from '../../record/option.js';
import {findLimits} from '../../site/budget/limit.js';
import {findGates, judge, leftOutOf} from '../gate.js';
import {listMechanisms} from '../mechanisms.js';
import type {Probe, ResolvedPoint, Subject} from '../subject.js';
import {factors, levelsOf} from './factors.js';
import {workOutMeasures} from './figures.js';
import type {JudgedRelay, RelaySeen} from './judged.js';
import {loadRelay} from './load.js';
import {measures} from './measures.js';
import {type Standing, standUp} from './stand-up.js';

/** Starting and ending the programs of a cell, and opening a dead connection, in seconds. */
const PROGRAMS_SECONDS = 2;
const DEAD_SECONDS = 0.0002;

/**
 * Of a connection: the wire is crossed four times, and the relay, its client and the origin work. With
 * less time than that, one would meet the next.
 */
const CROSSINGS = 4;
const WORK_SECONDS = 0.002;

const gates = await findGates<JudgedRelay>(new URL('gates/', import.meta.url));

/** Its own; where something else is asked for, relays of others too. */
const findRelayMechanisms: Probe = async (host, asked, signal) => {
	const ours = await listMechanisms(host, 'relay', signal);
	const isOurs = (wanted: string) => findOption(ours, wanted) !== undefined;
	return asked === 'all' || (asked !== 'everything' && asked.every(isOurs))
		? ours
		: [...ours, ...(await listMechanisms(host, 'foreign', signal, ['--origin']))];
};

export default {
	worker: 'Relay',
	operation: 'request',
	operations: 'requests',
	factors,
	contender: 'policy',
	population: 'dead',
	measures,
	shown: ['waits', 'controls', 'syscalls.recvfrom', 'syscalls.sendto', 'cpu'],
	beside: ['syscalls.recvfrom.EAGAIN', 'syscalls.sendto.EAGAIN', 'tooEarly', 'wire'],
	// Nothing here grows with N: no law is fitted to what has no cost in microseconds.
	law: 'waits',
	waits: 'waits',
	hasClients: true,
	hasOwnNetwork: true,
	limits: await findLimits(new URL('limits/', import.meta.url)),
	gates,
	probes: {mechanism: findRelayMechanisms},
	check: refuseCrowds,
	impossible({levels, options}) {
		const {mechanism, mode, policy} = levelsOf(levels);
		const option = findOption(options['mechanism'] ?? [], mechanism);
		return option && isForeign(option) && (mode !== 'tcp' || policy !== 'ready')
			? `${mechanism} passes bytes on here, in a way of its own: mode=tcp and policy=ready are what it can be`
			: undefined;
	},
	describeLoad(given) {
		const {mode, connections, offered, duration} = levelsOf(given);
		const window = {duration: `${duration} s windows`};
		return mode === 'keepalive'
			? {
					connections: `${connections} active ${connections === 1 ? 'connection' : 'connections'}`,
					...(offered > 0 && {offered: `${offered} requests/s`}),
					...window,
				}
			: {offered: `${offered} connections/s, one at a time, a request each`, ...window};
	},
	guessSeconds(given) {
		const {dead, warmup, duration} = levelsOf(given);
		return PROGRAMS_SECONDS + dead * DEAD_SECONDS + warmup + duration;
	},
	active: given => levelsOf(given).connections,
	stand: standUp,
	load: loadRelay,
	judge(seen, badEnds) {
		const cell = {...seen, badEnds};
		return {
			measures: workOutMeasures(seen),
			reasons: judge(gates, cell),
			leftOut: leftOutOf(gates, cell),
			detail: seen,
		};
	},
} satisfies Subject<Standing, RelaySeen>;

/** @throws UsageError where one connection would meet the next. */
function refuseCrowds({levels}: ResolvedPoint): void {
	const {mode, connections, delay, offered} = levelsOf(levels);
	if (mode === 'keepalive') {
		return;
	}

	if (connections > 1 || offered < 1) {
		throw new UsageError(
			`in mode ${mode} there is one connection at a time, at a rate: connections=1, and offered above 0; mode=keepalive has others`,
		);
	}

	const most = Math.floor(1 / ((CROSSINGS * delay) / 1e6 + WORK_SECONDS));
	if (offered > most) {
		throw new UsageError(
			`offered=${offered} connections a second, over a wire of ${delay} µs, would meet each other: at most ${most} can be one at a time`,
		);
	}
}
