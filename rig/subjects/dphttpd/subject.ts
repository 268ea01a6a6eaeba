// dphttpd with dead connections under httperf's load: the study of 2002.
import {UsageError} from '../../failure.js';
import {type Option, isForeign} from '../../record/option.js';
import {findLimits} from '../../site/budget/limit.js';
import {findGates, judge, leftOutOf} from '../gate.js';
import {listMechanisms} from '../mechanisms.js';
import {findSecurities, whyNoSecurity} from '../security.js';
import type {Probe, ResolvedPoint, Subject} from '../subject.js';
import {ownArguments} from './arguments/foreign.js';
import {refuseForTwin} from './arguments/twin.js';
import {type DphttpdLevels, factors, isToCompletion, levelsOf} from './factors.js';
import {faults} from './faults.js';
import {workOutFigures} from './figures.js';
import type {JudgedCell} from './judged.js';
import {loadBoth} from './load-in-turns.js';
import {loadStanding, type Unended} from './load.js';
import {measures} from './measures.js';
import {type Standing, standUp} from './stand-up.js';

/** Starting and ending the programs of a cell, and opening a dead connection, in seconds. */
const PROGRAMS_SECONDS = 1;
const DEAD_SECONDS = 0.00005;
/** A guess at the rate of a load that runs to completion. */
const REPLY_RATE = 30_000;
/** Below this the kernel's own ups and downs are larger than what the connections take. */
const FEWEST_FOR_MEMORY = 1000;

const gates = await findGates<JudgedCell>(new URL('gates/', import.meta.url));

/** Its own mechanisms; where something else is asked for, servers of others too. */
const findMechanisms: Probe = async (host, asked, signal, servers) => {
	const names = Object.keys(servers);
	const askOthers = async () => listMechanisms(host, 'foreign', signal, ownArguments(servers));
	const [ours, early] = await Promise.all([
		listMechanisms(host, 'dphttpd', signal),
		names.length > 0 || asked === 'everything' ? askOthers() : undefined,
	]);
	const isOurs = (wanted: string) =>
		ours.some(({name, aliases = []}) => [name, ...aliases].includes(wanted));
	if (early === undefined && (!Array.isArray(asked) || asked.every(isOurs))) {
		return ours;
	}

	const others = early ?? (await askOthers());
	const taken = names.find(
		name => isOurs(name) || others.filter(other => other.name === name).length > 1,
	);
	if (taken !== undefined) {
		throw new UsageError(
			`${taken} is the name of a mechanism or a server that deadweight has: give your own server another`,
		);
	}

	return [
		...ours,
		...others.map(each => ({...each, ...(servers[each.name] && {own: servers[each.name]})})),
	];
};

export default {
	worker: 'Server',
	operation: 'reply',
	operations: 'replies',
	factors,
	contender: 'mechanism',
	takesServers: true,
	population: 'dead',
	grows: 'dead',
	measures,
	shown: ['rate', 'cpu'],
	beside: ['capacity', 'cpu.user', 'cpu.system', 'slab', 'rss'],
	law: 'capacity',
	waits: 'waits',
	// A second is a thousand million instructions there, of server and client together: some 20 000 replies.
	counted: {
		measures: ['instructions'],
		set: {ramp: '1000', warmup: '0.1', duration: '0.2', trail: '0.1'},
		// V8 compiles and drops what it has compiled when it likes: a reply of Node's did not repeat.
		twins: {code: 'c'},
	},
	pictures: [
		{
			name: 'memory',
			title: 'What memory does a dead connection take?',
			caption:
				'Growth while the dead connections were opened, divided by their number. The slab is of the ' +
				'whole kernel: where both ends are on one host, it holds both.',
			measures: ['slab', 'rss'],
			least: FEWEST_FOR_MEMORY,
		},
	],
	hasClients: true,
	faults,
	limits: await findLimits(new URL('limits/', import.meta.url)),
	gates,
	probes: {mechanism: findMechanisms, security: findSecurities},
	check: refuseWhatIsNotThere,
	impossible({levels, options}) {
		const {mechanism, workers, listener, security} = levelsOf(levels);
		const {kind, listeners: known} =
			options['mechanism']?.find(({name}) => name === mechanism) ?? {};
		if (security !== 'plain' && kind === 'completion') {
			return `${mechanism} is given what has come before any TLS has seen it: security=${security} is for mechanisms that tell of readiness, as epoll`;
		}

		const noTls = whyNoSecurity(security, options);
		if (noTls !== undefined) {
			return noTls;
		}

		const isAlone = workers === 1 && listener === 'shared';
		return known === undefined || isAlone || known.includes(listener)
			? undefined
			: `${mechanism} knows no listener=${listener}: take ${known.join(' or ')}`;
	},
	describeLoad(given) {
		const levels = levelsOf(given);
		const {connections, calls, duration, offered} = levels;
		return {
			connections: `${connections} active ${connections === 1 ? 'connection' : 'connections'}`,
			...(isToCompletion(levels)
				? {calls: `${calls} calls each`}
				: {duration: `${duration} s windows`}),
			...(offered > 0 && {offered: `an open loop of ${offered} requests/s`}),
		};
	},
	guessSeconds(given) {
		const levels = levelsOf(given);
		const {connections, calls, duration, warmup, trail, ramp, dead} = levels;
		const load = isToCompletion(levels)
			? (calls * connections) / REPLY_RATE
			: warmup + duration + trail;
		return PROGRAMS_SECONDS + dead * DEAD_SECONDS + connections / ramp + load;
	},
	active: given => levelsOf(given).connections,
	stand: standUp,
	load: loadStanding,
	loadInTurns: loadBoth,
	judge(unended, badEnds) {
		const seen = {...unended, badEnds};
		const {measures: measured, window, detail} = workOutFigures(seen);
		const cell = {seen, detail};
		// Where times are virtual there is no pace to doubt.
		const hasPace = !seen.countsInstructions;
		const asked = gates.filter(({spoils, bounds}) => hasPace || !(spoils ?? bounds));
		const notAsked = gates
			.filter(gate => !asked.includes(gate))
			.map(({name}) => ({gate: name, why: 'its clock counts instructions'}));
		return {
			...{measures: measured, window, detail},
			...{reasons: judge(asked, cell), leftOut: [...leftOutOf(asked, cell), ...notAsked]},
		};
	},
} satisfies Subject<Standing, Unended>;

/** @throws UsageError where a mechanism, or a server of others, cannot do what is asked for. */
function refuseWhatIsNotThere({levels, options}: ResolvedPoint): void {
	const own = levelsOf(levels);
	const {mechanism, code, slow, receive, reply, nodelay, security} = own;
	const {workers, listener, dead, reuse, arrival} = own;
	const option = options['mechanism']?.find(({name}) => name === mechanism);
	if (code === 'c' && !(option && isForeign(option))) {
		refuseForTwin(own);
	}

	if (option && isForeign(option) && slow > 0) {
		throw new UsageError(
			`${mechanism} cannot be slowed by --inject slow: only dphttpd wastes time when told to`,
		);
	}

	const isCrew = workers > 1 || listener !== 'shared' || arrival === 'whole';
	if (option && isForeign(option) && option.listeners === undefined && isCrew) {
		throw new UsageError(
			`${mechanism} knows neither workers nor listener nor arrival: it is one process with one thread here`,
		);
	}

	if (arrival === 'whole' && reuse === 'all') {
		throw new UsageError(
			'arrival=whole with reuse=all: a connection that ends with its first request has no second (set reuse=none)',
		);
	}

	if (security !== 'plain') {
		refuseInTls(own, option);
	}

	if (option && isForeign(option) && (reply !== 'whole' || nodelay === 'yes')) {
		throw new UsageError(
			`${mechanism} knows neither reply nor nodelay: it sends a reply in its own way`,
		);
	}

	if (option?.kind === 'completion' && reply !== 'whole' && reply !== 'split') {
		throw new UsageError(
			`${mechanism} knows no reply=${reply}: it submits the sends of a connection one after the other, so that reply is whole or split`,
		);
	}

	if (listener === 'blocking' && dead > 0) {
		throw new UsageError(
			`listener=blocking with ${dead} dead connections: a worker that waits in accept(2) serves one connection at a time, and would wait for a dead one for ever`,
		);
	}

	if (option && option.kind !== 'readiness' && receive !== 'waiting') {
		throw new UsageError(
			`${mechanism} knows no receive=${receive}: that is for dphttpd's mechanisms that tell of readiness, as epoll`,
		);
	}
}

/** @throws UsageError where something does not go together with TLS. */
function refuseInTls(
	{mechanism, security, reply, arrival, dead, idle}: DphttpdLevels,
	option: Option | undefined,
): void {
	if (option && isForeign(option)) {
		throw new UsageError(
			`${mechanism} knows no security=${security}: one of your own may have idle connections inside TLS (set idle=tls)`,
		);
	}

	if (dead > 0 && idle !== 'silent' && idle !== 'tls') {
		throw new UsageError(
			`security=${security} with idle=${idle}: inside TLS dead connections shake hands, and are silent (set idle=silent)`,
		);
	}

	if (security === 'tls' && reply !== 'whole') {
		throw new UsageError(
			`security=tls with reply=${reply}: inside TLS dphttpd sends a reply in one piece, the study cork-tls asks it of blocks`,
		);
	}

	if (arrival === 'whole') {
		throw new UsageError(
			`security=${security} with arrival=whole: a handshake cannot come together with the end of its connection (set arrival=apart)`,
		);
	}
}
