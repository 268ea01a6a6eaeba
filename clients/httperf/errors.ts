// The classes of errors that httperf counts apart, and what to tell a person of each.
import {
	EADDRNOTAVAIL,
	ECONNREFUSED,
	ECONNRESET,
	EMFILE,
	ENFILE,
	EPIPE,
	ETIMEDOUT,
} from '../../linux/errno.js';

/** In the order of httperf's report. */
const errorClasses = [
	'client-timo',
	'socket-timo',
	'connrefused',
	'connreset',
	'fd-unavail',
	'addrunavail',
	'ftab-full',
	'other',
] as const;

/** A class of errors, by httperf's name. */
export type ErrorClass = (typeof errorClasses)[number];

/** How often each has happened. */
export type ErrorCounts = Record<ErrorClass, number>;

/** Counts of zero. */
export function noErrors(): ErrorCounts {
	return Object.fromEntries(errorClasses.map(name => [name, 0])) as ErrorCounts;
}

/** All of them together. */
export function totalErrors(counts: ErrorCounts): number {
	return errorClasses.reduce((total, name) => total + counts[name], 0);
}

const classes = new Map<number, ErrorClass>([
	[ETIMEDOUT, 'socket-timo'],
	[ECONNREFUSED, 'connrefused'],
	[ECONNRESET, 'connreset'],
	[EPIPE, 'connreset'],
	[EMFILE, 'fd-unavail'],
	[EADDRNOTAVAIL, 'addrunavail'],
	[ENFILE, 'ftab-full'],
]);

/** The class that an errno belongs to. */
export function classOf(errno: number): ErrorClass {
	return classes.get(errno) ?? 'other';
}

const meanings: Readonly<Record<ErrorClass, string>> = {
	'client-timo':
		'no progress within --timeout (and, for the first byte of a reply, --think-timeout)',
	'socket-timo': 'the kernel gave up on the connection (ETIMEDOUT); can the server be reached?',
	connrefused: 'connection refused (ECONNREFUSED); does a server listen there?',
	connreset: 'the server closed or reset a connection before its calls were done',
	'fd-unavail': 'out of descriptors (EMFILE); raise the limit, as with ulimit -n 65536',
	addrunavail:
		'out of local ports (EADDRNOTAVAIL); use --hog, widen net.ipv4.ip_local_port_range, or ' +
		'wait 60 s for connections in TIME_WAIT',
	'ftab-full': "the system's table of open files is full (ENFILE); raise fs.file-max",
	other: '',
};

/**
 * A line for people: what happened, why, what to do. `server` is its address and port; `detail` is said
 * where the class does not name its one errno already.
 */
export function describeError(name: ErrorClass, server: string, detail?: string): string {
	const meaning = meanings[name];
	const said = [meaning, meaning.includes('(E') ? '' : (detail ?? '')].filter(text => text !== '');
	return `${name} (${server}): ${said.join(': ') || 'an unexpected error'}`;
}
