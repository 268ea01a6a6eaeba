// What else a host's figures depend on: settings of its hardware and its kernel, in words.
import {readdirSync} from 'node:fs';
import {version} from 'node:os';
import {whyNoHardwareCounters} from '../../linux/perf-event.js';
import {readCgroup} from './cgroup.js';
import {kernelConfiguration} from './kernel-configuration.js';
import {readProc} from './proc.js';

const CPU = '/sys/devices/system/cpu';

/** By name; what a host does not tell is left out. */
export function readPlatform(): Record<string, string> {
	const settings: Record<string, string | undefined> = {
		'kernel command line': text('/proc/cmdline'),
		...kernelConfiguration(),
		preemption: /PREEMPT\w*/.exec(version())?.[0] ?? 'none, or voluntary',
		'kernel version': text('/proc/version'),
		mitigations: mitigations(),
		governor: text(`${CPU}/cpu0/cpufreq/scaling_governor`),
		turbo: turbo(),
		SMT: text(`${CPU}/smt/control`),
		'isolated CPUs': text(`${CPU}/isolated`),
		'NUMA nodes': text('/sys/devices/system/node/online'),
		'transparent huge pages': text('/sys/kernel/mm/transparent_hugepage/enabled'),
		'instruction counters': whyNoHardwareCounters() ?? 'yes',
		hypervisor: text('/sys/hypervisor/type') ?? text('/sys/class/dmi/id/sys_vendor'),
		'cgroup cpu.max': readCgroup('cpu', 'cpu.max') ?? readCgroup('cpu', 'cpu.cfs_quota_us'),
		'cgroup cpu.weight': readCgroup('cpu', 'cpu.weight') ?? readCgroup('cpu', 'cpu.shares'),
		'cgroup memory.max':
			readCgroup('memory', 'memory.max') ?? readCgroup('memory', 'memory.limit_in_bytes'),
		'cgroup pids.max': readCgroup('pids', 'pids.max'),
		swap: String((readProc('/proc/swaps') ?? '').trim().split('\n').length - 1),
	};
	return Object.fromEntries(
		Object.entries(settings).flatMap(([name, value]) =>
			value === undefined || value === '' ? [] : [[name, value]],
		),
	);
}

function text(path: string): string | undefined {
	return readProc(path)?.trim().replaceAll(/\s+/g, ' ');
}

/** What the kernel does about each hole of the processor. */
function mitigations(): string | undefined {
	const folder = `${CPU}/vulnerabilities`;
	try {
		return readdirSync(folder)
			.sort()
			.map(name => `${name}: ${text(`${folder}/${name}`) ?? '?'}`)
			.join('; ');
	} catch {
		return undefined;
	}
}

/** Intel's driver says whether it is off, the others whether it is on. */
function turbo(): string | undefined {
	const off = text(`${CPU}/intel_pstate/no_turbo`);
	const on = off === undefined ? text(`${CPU}/cpufreq/boost`) : off === '0' ? '1' : '0';
	return on === undefined ? undefined : on === '1' ? 'on' : 'off';
}
