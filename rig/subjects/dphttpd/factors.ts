// What may be varied of dphttpd, its dead connections and its load; the defaults are the study's of 2002.
import type {Factors, Level, LevelsOf} from '../../method/factor.js';
import {securityFactor} from '../security-factor.js';
import {duration, warmup} from '../window-factors.js';

export const factors = {
	mechanism: {
		type: 'choice',
		label: 'Mechanism',
		default: 'epoll',
		describe:
			'how the server waits, as in poll,epoll,io_uring; servers of others too, as nginx or your own',
		option: 'mechanisms',
	},
	dead: {
		type: 'count',
		label: 'Dead connections',
		unit: 'dead',
		one: 'dead connection',
		default: 0,
		describe: 'numbers of dead connections, as in 0,1000,5000',
		option: 'dead',
	},
	connections: {
		type: 'count',
		label: 'Active connections',
		unit: 'active',
		one: 'active connection',
		default: 100,
		least: 1,
		describe: 'active connections',
		option: 'connections',
	},
	msgsize: {
		type: 'bytes',
		label: 'Reply size',
		unit: 'B',
		one: 'byte',
		default: 128,
		least: 1,
		describe: "bytes of a reply's body",
		option: 'msgsize',
	},
	idle: {
		type: 'choice',
		label: 'Kind of idle connections',
		default: 'unterminated',
		levels: ['unterminated', 'silent', 'keep-alive', 'websocket', 'tls'],
		describe:
			'what dead connections do before they are silent: unterminated: half a request, as in 2002; silent: nothing; keep-alive: a request and its reply; websocket: the upgrade; tls: a handshake, with dphttpd inside TLS or on {tls-port} of a server of your own',
	},
	path: {
		type: 'text',
		label: 'Path',
		default: '/',
		pattern: {test: /^\/[!-~]*$/, means: 'a path, as in /index.html'},
		describe: 'what is asked for',
	},
	header: {
		type: 'text',
		label: 'Header',
		default: '',
		pattern: {
			test: /^(?:[\w-]+:[ -~]*)?$/,
			means: 'fields of a header, as in "Accept: text/plain"; \\n stands between two',
		},
		describe: 'fields of the header of every request, as in "Accept: text/plain"; \\n between two',
	},
	status: {
		type: 'choice',
		label: 'Expected status',
		default: '2xx',
		levels: ['2xx', '3xx', '4xx', '5xx'],
		describe: 'how requests are to be answered',
	},
	patience: {
		type: 'seconds',
		label: 'Time to listen',
		unit: 's',
		default: 10,
		least: 1,
		most: 3600,
		mayDiffer: true,
		describe: 'seconds that a server of others may take until it listens',
	},
	offered: {
		type: 'rate',
		label: 'Offered load',
		unit: 'requests/s',
		one: 'offered request a second',
		default: 0,
		describe:
			'requests a second of an open loop; 0: a closed loop, each connection asks once it has its reply',
	},
	reuse: {
		type: 'choice',
		label: 'Reuse of active connections',
		default: 'all',
		levels: ['all', 'none'],
		describe: 'all: a connection makes call after call; none: one call, then another connection',
	},
	arrival: {
		type: 'choice',
		label: 'Arrival of a connection',
		default: 'apart',
		levels: ['apart', 'whole'],
		describe:
			'where each request has a connection of its own: apart: connection, request and end come one after the other, and a worker waits for each; whole: all three come at once, so that it is woken once (TCP_DEFER_ACCEPT and a half-close)',
	},
	ramp: {
		type: 'rate',
		label: 'Connection rate',
		unit: 'connections/s',
		default: 100,
		least: 1,
		describe: 'active connections opened a second, until all are',
	},
	backlog: {
		type: 'count',
		label: 'Backlog',
		default: 2048,
		least: 1,
		describe: "of the server's listen(2)",
	},
	maxfds: {
		type: 'count',
		label: 'Room in the server',
		unit: 'connections',
		default: 20_000,
		least: 1,
		describe: 'connections that the server has room for; more where a cell needs more',
	},
	stksize: {
		type: 'bytes',
		label: 'Memory of a connection',
		unit: 'B',
		default: 4096,
		least: 64,
		describe: 'bytes that are read from a connection at a time',
	},
	code: {
		type: 'choice',
		label: 'Server in',
		default: 'typescript',
		levels: ['typescript', 'c'],
		describe:
			'typescript: dphttpd; c: its twin of bench/twins, which guests have where this machine has a compiler',
	},
	receive: {
		type: 'choice',
		label: 'Receive',
		default: 'waiting',
		levels: ['waiting', 'eager', 'yield'],
		describe:
			'when to ask a connection that was answered for more: once it is reported, at once, or after the others of the turn',
	},
	reply: {
		type: 'choice',
		label: 'Reply',
		default: 'whole',
		levels: ['whole', 'split', 'cork', 'more', 'writev', 'copy'],
		describe:
			'how a reply is sent: whole: in one piece; else how its header and its body are: see dphttpd --help',
	},
	security: {
		...securityFactor,
		describe:
			'HTTP as it is, inside TLS by GnuTLS, or inside TLS whose records the kernel makes of what is sent; dead connections then shake hands, and are silent',
	},
	nodelay: {
		type: 'choice',
		label: 'TCP_NODELAY',
		default: 'no',
		levels: ['no', 'yes'],
		describe: "no: Nagle's algorithm holds a body back until its header is acknowledged",
	},
	workers: {
		type: 'count',
		label: 'Workers',
		unit: 'workers',
		one: 'worker',
		default: 1,
		least: 1,
		describe: 'processes that serve one port together',
	},
	listener: {
		type: 'choice',
		label: 'Listener',
		default: 'shared',
		levels: ['shared', 'exclusive', 'reuseport', 'blocking', 'acceptor'],
		describe:
			'how workers come by connections: one listening socket that wakes all of them, or one; a socket each; waiting in accept(2); or from a process that accepts for them',
	},
	timeout: {
		type: 'seconds',
		label: 'Timeout',
		unit: 's',
		default: 5,
		describe: 'seconds that an active connection may make no progress',
	},
	think: {
		type: 'seconds',
		label: 'Think timeout',
		unit: 's',
		default: 5,
		describe: 'seconds added to the timeout while a reply is awaited',
	},
	warmup,
	duration,
	trail: {
		type: 'seconds',
		label: 'Trail',
		unit: 's',
		default: 0,
		mayDiffer: true,
		describe: 'seconds of load after the window: counters are then read at work, not at its end',
	},
	extent: {
		type: 'choice',
		label: 'Extent of the load',
		default: 'time',
		levels: ['time', 'completion'],
		describe: 'time: a warm-up and a window; completion: so many calls a connection, as in 2002',
		flag: {
			name: 'paper',
			level: 'completion',
			describe: "each cell runs to completion with the study's httperf line, as in 2002",
		},
	},
	calls: {
		type: 'count',
		label: 'Calls',
		unit: 'calls',
		default: 20_000,
		least: 1,
		describe: 'calls of each connection, where the load runs to completion',
	},
	slow: {
		type: 'share',
		label: 'Slowdown',
		default: 0,
		most: 10,
		mayDiffer: true,
		describe: 'a fault: the server wastes this share of its processor time',
	},
	lose: {
		type: 'count',
		label: 'Lost connections',
		unit: 'lost',
		default: 0,
		mayDiffer: true,
		describe: 'a fault: so many dead connections are closed under load',
	},
	hog: {
		type: 'choice',
		label: 'Hog',
		default: 'no',
		levels: ['no', 'yes'],
		mayDiffer: true,
		describe: "a fault: a busy loop shares the load client's processor",
	},
} as const satisfies Factors;

/** The levels of a cell, by their types. */
export type DphttpdLevels = LevelsOf<typeof factors>;

/** The levels of a point, which the runner has read by the factors' types. */
export function levelsOf(levels: Readonly<Record<string, Level>>): DphttpdLevels {
	return levels as DphttpdLevels;
}

/** Whether the load ends with its calls, and not with its window. */
export function isToCompletion({extent}: Pick<DphttpdLevels, 'extent'>): boolean {
	return extent === 'completion';
}
