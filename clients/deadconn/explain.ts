// Which limit an error means, its present value, what would be needed, and what raises it.
import {totalmem} from 'node:os';
import {readFileSync} from 'node:fs';
import type {Failure} from '../refusal.js';
import {formatEndpoint} from '../../linux/address.js';
import {numbersIn} from '../../linux/limits.js';
import type {IdleKind} from './idle.js';
import {portsIn, type Limits} from './limits.js';

/** What was attempted, and how far it came. */
export type Situation = {
	readonly address: string;
	readonly port: number;
	/** Connections asked for. */
	readonly number: number;
	/** Those of the largest process. */
	readonly share: number;
	readonly sources: readonly string[];
	/** Seconds that a connect may take. */
	readonly timeout: number;
	readonly limits: Limits;
	readonly open: number;
	/** How many the server has closed. */
	readonly closed: number;
	readonly idle: IdleKind;
	/** What those that ask for something whole ask for. */
	readonly uri: string;
};

/** The errors that are ours, beside those of errno(3). */
export const SERVER_CLOSED = 'closed by the server';
export const QUEUE_FULL = 'accept queue full';
export const UNACKNOWLEDGED = 'not acknowledged';
export const ANSWERED = 'answered otherwise';
export const UNANSWERED = 'not answered';
export const NOT_OURS = 'no address of this machine';

/** Kernel memory of one end of an idle connection, in KiB, as measured on Linux 6.18. */
const KIB_PER_CONNECTION = 5;

/** Ports below 1024 are for servers. */
const WIDEST_RANGE = {first: 1024, last: 65535};

/** Explains the error `code`, an errno's name or one of ours. `text` is the errno's own text. */
export function explain(code: string, situation: Situation, text = ''): Failure {
	const known = explanations[code];
	return known === undefined
		? {
				limit: code,
				value: text,
				needed: `a connect() to ${serverOf(situation)} that succeeds`,
				remedy: 'see connect(2) on this error',
				reason: `${text} (${code})`,
			}
		: known(situation, text);
}

type Explanation = (situation: Situation, text: string) => Failure;

const explanations: Readonly<Record<string, Explanation>> = {
	EMFILE: descriptors,
	ENFILE: files,
	EADDRNOTAVAIL: ports,
	ENOSPC: watches,
	ENOBUFS: memory,
	ENOMEM: memory,
	EPERM: netfilter,
	ENETUNREACH: unreachable,
	ECONNREFUSED: refused,
	ECONNRESET: closedByServer,
	EPIPE: closedByServer,
	ENOTCONN: closedByServer,
	[SERVER_CLOSED]: closedByServer,
	ETIMEDOUT: timedOut,
	[UNACKNOWLEDGED]: timedOut,
	[QUEUE_FULL]: queueFull,
	[NOT_OURS]: notOurs,
	[ANSWERED]: answered,
	[UNANSWERED]: unanswered,
};

function descriptors({share, number, limits}: Situation): Failure {
	const needed = share + limits.overhead;
	const [most = Infinity] = numbersIn('/proc/sys/fs/nr_open');
	const first = needed > most ? `sysctl -w fs.nr_open=${needed}; ` : '';
	const processes = Math.ceil(number / Math.max(1, limits.descriptors - limits.overhead));
	// This process holds two pipes to each.
	const isShared = 2 * processes + limits.overhead <= limits.descriptors;
	const orShare = isShared ? `, or --processes ${processes}` : '';
	return {
		limit: 'RLIMIT_NOFILE',
		value: String(limits.descriptors),
		needed: String(needed),
		remedy: `${first}ulimit -n ${needed} (root; or "nofile" in /etc/security/limits.conf)${orShare}`,
		reason: 'too many open files for one process (EMFILE)',
	};
}

function files({number, limits}: Situation): Failure {
	const needed = limits.files.open + number;
	return {
		limit: 'fs.file-max',
		value: String(numbersIn('/proc/sys/fs/file-max')[0] ?? limits.files.most),
		needed: `${needed}, and as many again for a server on this machine`,
		remedy: `sysctl -w fs.file-max=${2 * needed}`,
		reason: 'too many open files in the system (ENFILE)',
	};
}

function ports({address, number, sources, limits}: Situation): Failure {
	const {first, last} = limits.ports;
	const addresses = Math.max(1, sources.length);
	const widest = portsIn(WIDEST_RANGE);
	const few = Math.ceil(number / widest);
	const loopback = address.startsWith('127.') ? '127.0.0.2,127.0.0.3,…' : 'A,B,…';
	const spread = `--sources ${loopback} with ${Math.max(addresses + 1, Math.ceil(number / portsIn(limits.ports)))} addresses of this machine`;
	return {
		limit: 'net.ipv4.ip_local_port_range',
		value: `${first} ${last}: ${portsIn(limits.ports)} ports on each of ${plural(addresses, 'source address', 'source addresses')}`,
		needed: `${number} ports to ${address}, beside those that others hold`,
		remedy:
			few <= addresses && portsIn(limits.ports) < widest
				? `sysctl -w net.ipv4.ip_local_port_range="1024 65535", or ${spread}`
				: spread,
		reason: 'no free local port (EADDRNOTAVAIL)',
	};
}

function watches({number, limits}: Situation): Failure {
	return {
		limit: 'fs.epoll.max_user_watches',
		value: String(limits.watches),
		needed: String(number),
		remedy: `sysctl -w fs.epoll.max_user_watches=${2 * number}`,
		reason: 'too many epoll watches for one user (ENOSPC)',
	};
}

function memory({number, open}: Situation): Failure {
	const available = /^MemAvailable:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1];
	return {
		limit: 'memory',
		value: `${available ?? '?'} KiB available of ${Math.round(totalmem() / 1024)} KiB`,
		needed: `about ${(number - open) * KIB_PER_CONNECTION} KiB more, and as much again for a server on this machine`,
		remedy: 'add memory, or raise the limit of this control group (memory.max) or net.ipv4.tcp_mem',
		reason: 'no memory for another connection (ENOBUFS or ENOMEM)',
	};
}

function netfilter({number}: Situation): Failure {
	const [most] = numbersIn('/proc/sys/net/netfilter/nf_conntrack_max');
	return {
		limit: 'net.netfilter.nf_conntrack_max, or a firewall rule',
		value: most === undefined ? 'no connection tracking' : String(most),
		needed: `more than ${number}, and a rule that lets these connections pass`,
		remedy: `sysctl -w net.netfilter.nf_conntrack_max=${4 * number}; nft list ruleset`,
		reason: 'the packet filter of this machine forbids it (EPERM)',
	};
}

function unreachable(situation: Situation): Failure {
	return {
		limit: 'the network',
		value: `no route to ${serverOf(situation)}`,
		needed: 'an interface that is up, and a route',
		remedy: 'ip link set lo up, in a network namespace of its own; ip route get ADDRESS',
		reason: 'the network is unreachable (ENETUNREACH)',
	};
}

function refused(situation: Situation): Failure {
	return {
		limit: 'the server',
		value: `nothing listens on ${serverOf(situation)}`,
		needed: 'a server that listens there',
		remedy: `start the server, or check its address and port: ss -ltn sport = :${situation.port}`,
		reason: 'connection refused (ECONNREFUSED)',
	};
}

function closedByServer(situation: Situation): Failure {
	const {number, closed, open, idle} = situation;
	return {
		limit: 'the server',
		value:
			closed === 0
				? `resets new connections while ${open} are open`
				: `closed ${plural(closed, 'connection', 'connections')}; ${open} are open`,
		needed: `a server that keeps ${number} ${idle === 'unterminated' ? 'unfinished requests' : `connections (${idle})`} open`,
		remedy:
			"raise the server's limit of connections (dphttpd --maxfds, nginx worker_connections, HAProxy maxconn), " +
			'its descriptors (ulimit -n), and its timeout for a request (nginx client_header_timeout, HAProxy timeout http-request) or between requests',
		reason: `${serverOf(situation)} closed or reset connections`,
	};
}

function timedOut(situation: Situation): Failure {
	return {
		limit: 'the server, or the network to it',
		value: `no answer from ${serverOf(situation)} within ${situation.timeout} s`,
		needed: 'a server that can be reached, with room in its listen backlog',
		remedy:
			'on the server: sysctl -w net.core.somaxconn=4096 net.ipv4.tcp_max_syn_backlog=4096 and a listen backlog as large; here: a smaller --rate, or a longer --timeout',
		reason: 'the server does not answer (ETIMEDOUT)',
	};
}

function queueFull(situation: Situation): Failure {
	return {
		limit: 'the listen backlog of the server',
		value: `full for ${situation.timeout} s: ${serverOf(situation)} does not accept`,
		needed: 'a server that accepts its connections',
		remedy:
			'see whether the server runs, or has reached a limit of its own (ulimit -n, dphttpd --maxfds)',
		reason: 'the server accepts no more connections',
	};
}

function answered(situation: Situation, text: string): Failure {
	const {idle, uri} = situation;
	if (idle === 'tls') {
		return {
			limit: 'the server',
			value: `it does not shake hands: ${text}`,
			needed: 'a server that speaks TLS there',
			remedy:
				"the port that TLS is spoken on, the server's name in place of its address, or another kind of idle connection",
			reason: `${serverOf(situation)} does not shake hands as TLS has it`,
		};
	}

	return {
		limit: 'the server',
		value: `it answers GET ${uri} with "${text}"`,
		needed: idle === 'websocket' ? '101, the change to WebSocket' : 'the status that is expected',
		remedy:
			idle === 'websocket'
				? 'a path that WebSocket is spoken on (--uri), or another kind of idle connection'
				: 'another path (--uri), or another status that is expected (--status)',
		reason: `${serverOf(situation)} answered otherwise than expected`,
	};
}

function unanswered(situation: Situation): Failure {
	const {idle, uri, timeout} = situation;
	const [what, needed] =
		idle === 'tls'
			? ['does not shake hands', 'a server that speaks TLS there']
			: [`does not answer GET ${uri}`, 'a server that answers in time'];
	return {
		limit: 'the server',
		value: `it takes a connection, and ${what} for ${timeout} s`,
		needed,
		remedy:
			idle === 'tls'
				? 'the port that TLS is spoken on, another kind of idle connection, or a longer --timeout'
				: 'another path (--uri), or a longer --timeout',
		reason: `${serverOf(situation)} ${what}`,
	};
}

function notOurs({sources}: Situation): Failure {
	return {
		limit: 'source addresses',
		value: sources.join(','),
		needed: 'addresses of this machine only',
		remedy: 'ip address add ADDRESS/PREFIX dev INTERFACE, or other --sources',
		reason: 'a source address is none of this machine (EADDRNOTAVAIL)',
	};
}

function serverOf({address, port}: Situation): string {
	return formatEndpoint(address, port);
}

function plural(count: number, one: string, many: string): string {
	return `${count} ${count === 1 ? one : many}`;
}
