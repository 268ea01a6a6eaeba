// What this host is and what it allows, as far as a run needs to know.
import {readFileSync} from 'node:fs';
import {arch, cpus, hostname, release, totalmem} from 'node:os';
import {availableMemory} from './available-memory.js';
import {readBuild} from './build.js';
import {parseCpuList} from '../../programs/cpu-list.js';
import {networkNamespace, readInterfaces} from './network.js';
import {readPlatform} from './platform.js';
import {readFields, readProc, readSysctl} from './proc.js';
import type {Facts} from '../record/facts.js';

/** Sysctls that decide what a run can hold, or that change what it measures. */
const sysctlNames = [
	'fs.file-max',
	'fs.nr_open',
	'fs.aio-max-nr',
	'fs.epoll.max_user_watches',
	'kernel.io_uring_disabled',
	'kernel.sched_autogroup_enabled',
	'kernel.timer_migration',
	'net.core.busy_poll',
	'net.core.default_qdisc',
	'net.core.netdev_max_backlog',
	'net.core.rmem_max',
	'net.core.somaxconn',
	'net.core.wmem_max',
	'net.ipv4.ip_local_port_range',
	'net.ipv4.ip_local_reserved_ports',
	'net.ipv4.tcp_congestion_control',
	'net.ipv4.tcp_fin_timeout',
	'net.ipv4.tcp_max_orphans',
	'net.ipv4.tcp_max_syn_backlog',
	'net.ipv4.tcp_max_tw_buckets',
	'net.ipv4.tcp_mem',
	'net.ipv4.tcp_rmem',
	'net.ipv4.tcp_syncookies',
	'net.ipv4.tcp_tw_reuse',
	'net.ipv4.tcp_wmem',
	'net.netfilter.nf_conntrack_max',
	'vm.overcommit_memory',
	'vm.swappiness',
];

/** Reads them anew at each call. */
export function readFacts(): Facts {
	const status = readFields('/proc/self/status');
	return {
		kernel: release(),
		arch: arch(),
		cpuModel: cpus()[0]?.model ?? 'unknown',
		cpus: parseCpuList(status.get('Cpus_allowed_list') ?? '') ?? [0],
		memory: {totalBytes: totalmem(), availableBytes: availableMemory()},
		limits: {
			openFiles: hardLimit('Max open files'),
			lockedMemoryBytes: hardLimit('Max locked memory'),
		},
		sysctls: Object.fromEntries(sysctlNames.map(name => [name, readSysctl(name)])),
		filesInUse: Number.parseInt(readSysctl('fs.file-nr') ?? '0', 10),
		clockSource:
			readProc('/sys/devices/system/clocksource/clocksource0/current_clocksource')?.trim() ?? null,
		platform: readPlatform(),
		versions: {node: process.versions.node, ...ownVersions(), build: readBuild()},
		identity: {
			hostname: hostname(),
			boot: (readProc('/proc/sys/kernel/random/boot_id') ?? '').trim(),
			networkNamespace: networkNamespace(),
		},
		interfaces: readInterfaces(),
	};
}

/** The hard limit: node raises its own soft limit of open files to it, and children inherit that. */
function hardLimit(name: string): number | null {
	const line = (readProc('/proc/self/limits') ?? '')
		.split('\n')
		.find(text => text.startsWith(name));
	const hard = line?.slice(name.length).trim().split(/\s+/)[1];
	return hard === undefined || hard === 'unlimited' ? null : Number(hard);
}

/** The project's own, and that of koffi, which package.json pins exactly. */
function ownVersions(): {deadweight: string; koffi: string} {
	// dist/rig/agent/ lies three folders below package.json.
	const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
	const {version, dependencies} = JSON.parse(text) as {
		version: string;
		dependencies: {koffi: string};
	};
	return {deadweight: version, koffi: dependencies.koffi};
}
