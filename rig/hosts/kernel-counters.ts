// Counters of this host's kernel that tell whether a measurement was disturbed.
import {readFields, readProc} from './proc.js';
import type {KernelCounters} from './protocol.js';

/** Of /proc/net/netstat (TcpExt): each says, by growing, that connections met a limit. */
const tcpNames = [
	'ListenOverflows',
	'ListenDrops',
	'TCPReqQFullDoCookies',
	'TCPReqQFullDrop',
	'SyncookiesSent',
	'TCPBacklogDrop',
	'TCPAbortOnMemory',
	'TCPMemoryPressures',
	'TCPTimeWaitOverflow',
	'PruneCalled',
	'TCPSynRetrans',
];

/** Reads them. A counter that this kernel lacks is left out. */
export function readKernelCounters(): KernelCounters {
	return {
		counters: {...tcpCounters(), StealTicks: steal(), SoftnetDropped: softnetDropped()},
		sockets: sockets(),
		slab: slab(),
	};
}

function tcpCounters(): Record<string, number> {
	const lines = (readProc('/proc/net/netstat') ?? '').split('\n');
	const [names = [], values = []] = lines
		.filter(line => line.startsWith('TcpExt:'))
		.map(line => line.split(' '));
	const found = tcpNames.filter(name => names.includes(name));
	return Object.fromEntries(found.map(name => [name, Number(values[names.indexOf(name)])]));
}

/** Slab of /proc/meminfo, which is in KiB. */
function slab(): number {
	return Number.parseInt(readFields('/proc/meminfo').get('Slab') ?? '0', 10) * 1024;
}

function sockets(): Record<string, number> {
	const words = (readFields('/proc/net/sockstat').get('TCP') ?? '').split(' ');
	const found: Record<string, number> = {};
	for (let index = 0; index + 1 < words.length; index += 2) {
		found[words[index] ?? ''] = Number(words[index + 1]);
	}

	return found;
}

/** Time that the hypervisor gave to others, in clock ticks: field 8 of the first line (proc(5)). */
function steal(): number {
	return Number((readProc('/proc/stat') ?? '').split('\n', 1)[0]?.split(/\s+/)[8] ?? 0);
}

/** Packets that a full backlog queue dropped: the second column, in hexadecimal, a line per CPU. */
function softnetDropped(): number {
	const lines = (readProc('/proc/net/softnet_stat') ?? '').trim().split('\n');
	return lines.reduce(
		(sum, line) => sum + (Number.parseInt(line.split(' ')[1] ?? '0', 16) || 0),
		0,
	);
}
