// Counters of this host's kernel: whether a measurement was disturbed, and what TCP sent.
import {cpus} from 'node:os';
import {readCgroup, readCgroupNumber, throttledUs} from './cgroup.js';
import {limitCounters} from './limit-counters.js';
import {readFields, readProc} from './proc.js';
import type {KernelCounters} from './protocol.js';
import {segmentsOfTcp, segmentsOfTcpExt} from './segment-counters.js';

/** Of /proc/net/netstat. */
const tcpExtNames = [
	...['ListenOverflows', 'ListenDrops', ...limitCounters, 'TCPSynRetrans'],
	...segmentsOfTcpExt,
];

/** Reads them. A counter that this kernel lacks is left out. */
export function readKernelCounters(): KernelCounters {
	return {
		counters: {
			...networkCounters('netstat', 'TcpExt', tcpExtNames),
			...networkCounters('snmp', 'Tcp', segmentsOfTcp),
			StealTicks: steal(),
			SoftnetDropped: softnetDropped(),
			SwappedPages: swappedPages(),
			ThermalThrottles: thermalThrottles(),
			CgroupThrottledUs: throttledUs(),
			CgroupMemoryEvents: memoryEvents(),
		},
		sockets: sockets(),
		slab: slab(),
	};
}

/** A group of /proc/net/`file`: a line of names, and one of values. */
function networkCounters(
	file: string,
	group: string,
	wanted: readonly string[],
): Record<string, number> {
	const lines = (readProc(`/proc/net/${file}`) ?? '').split('\n');
	const [names = [], values = []] = lines
		.filter(line => line.startsWith(`${group}:`))
		.map(line => line.split(' '));
	const found = wanted.filter(name => names.includes(name));
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

/** Pages that were written to swap or read from it (/proc/vmstat). */
function swappedPages(): number {
	const text = readProc('/proc/vmstat') ?? '';
	const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
	return of('pswpin') + of('pswpout');
}

/** How often a processor was too hot (Documentation/ABI/testing/sysfs-devices-system-cpu). */
function thermalThrottles(): number {
	return cpus().reduce((sum, _, cpu) => {
		const folder = `/sys/devices/system/cpu/cpu${cpu}/thermal_throttle`;
		return sum + Number(readProc(`${folder}/core_throttle_count`) ?? 0);
	}, 0);
}

/** How often the cgroup's memory reached a limit: reclaimed, refused, or killed for it. */
function memoryEvents(): number {
	const of = (name: string) => readCgroupNumber('memory', 'memory.events', name);
	const failures = Number(readCgroup('memory', 'memory.failcnt') ?? 0); // of version 1
	return of('high') + of('max') + of('oom') + of('oom_kill') + failures;
}

/** Packets that a full backlog queue dropped: the second column, in hexadecimal, a line per CPU. */
function softnetDropped(): number {
	const lines = (readProc('/proc/net/softnet_stat') ?? '').trim().split('\n');
	return lines.reduce(
		(sum, line) => sum + (Number.parseInt(line.split(' ')[1] ?? '0', 16) || 0),
		0,
	);
}
