// A guest as a carrier of its agent: QEMU's standard input and output are the guest's virtio port.
import type {GuestOrder} from '../../record/guest.js';
import type {Carrier} from '../carrier.js';
import {carryBy} from '../process-carrier.js';
import {lastWords, watchBoot} from './boot-watch.js';
import {pluginArguments, quoted} from './function-plugin.js';
import {PORT, REPEATS, SYMBOLS, SYMBOLS_PORT} from './init.js';

/** What is booted, and how. */
export type GuestSpec = Omit<GuestOrder, 'kernel'> & {
	readonly vmlinuz: string;
	readonly initramfs: string;
	/** Where its console is kept. */
	readonly console: string;
	/** Where instructions are counted by function: by what, and the files for counts and kernel symbols. */
	readonly functions?:
		{readonly plugin: string; readonly counts: string; readonly symbols: string} | undefined;
};

/** An emulated processor is about 30 times slower; what is not computing is less so. One that counts is slower still. */
const SLOWNESS = {kvm: 2, tcg: 10, counting: 30} as const;

/**
 * A machine with nothing in it, as setpriv(1) is told: a guest must not outlive its rig, and may not notice
 * its end, because a write to a port that nobody reads blocks.
 */
export const bareGuest = [
	...['--pdeathsig', 'SIGKILL', 'qemu-system-x86_64'],
	...['-M', 'pc', '-nodefaults', '-no-user-config', '-no-reboot'],
	...['-display', 'none', '-monitor', 'none'],
];

/** Starts a guest; the carrier ends when QEMU does. */
export function startGuest(spec: GuestSpec): Carrier {
	const carrier = carryBy('setpriv', [...bareGuest, ...qemuArguments(spec)]);
	let cause: string | undefined;
	const endWatch = watchBoot(spec.console, spec.accelerator, why => {
		cause = why;
		carrier.kill();
	});
	return {
		...carrier,
		ended: carrier.ended.then(words => {
			endWatch();
			return `${cause ?? words}; its console ends with: ${lastWords(spec.console)}`;
		}),
		slowness: SLOWNESS[spec.count === undefined ? spec.accelerator : 'counting'],
		isNewMachine: true,
	};
}

function qemuArguments(spec: GuestSpec): string[] {
	const {vmlinuz, initramfs, memoryMiB, cpus, append, console} = spec;
	return [
		...processorArguments(spec),
		...['-smp', String(cpus), '-m', String(memoryMiB)],
		...['-kernel', vmlinuz, '-initrd', initramfs],
		...['-serial', `file:${console}`],
		...['-append', [...kernelWords(spec), append].join(' ').trim()],
		...['-chardev', 'stdio,id=agent,signal=off', '-device', 'virtio-serial-pci'],
		...['-device', `virtserialport,chardev=agent,name=${PORT}`],
		...functionArguments(spec),
	];
}

function functionArguments({functions}: GuestSpec): string[] {
	return functions === undefined
		? []
		: [
				...pluginArguments(functions.plugin, functions.counts),
				...['-chardev', `file,id=symbols,path=${quoted(functions.symbols)}`],
				...['-device', `virtserialport,chardev=symbols,name=${SYMBOLS_PORT}`],
			];
}

/**
 * Where a guest counts, its clock goes on by a nanosecond with each instruction (-icount shift=0), and
 * with real time while it waits for the rig (sleep=on). What an instruction does by chance, or in steps
 * that differ from host to host, is left out of its processor.
 */
function processorArguments({accelerator, count, seed = 1}: GuestSpec): string[] {
	if (accelerator === 'kvm') {
		return ['-accel', 'kvm', '-cpu', 'host'];
	}

	return count === undefined
		? ['-accel', 'tcg,thread=multi', '-cpu', 'max']
		: countingProcessor(seed, 'on');
}

/**
 * What QEMU is told of a processor that counts. With `sleep` its clock goes on with real time while it has
 * nothing to do; without, to the next time that anything waits for.
 */
export function countingProcessor(seed: number, sleep: 'on' | 'off'): string[] {
	return [
		...['-accel', 'tcg,thread=single', '-icount', `shift=0,sleep=${sleep}`],
		...['-cpu', 'max,-erms,-fsrm,-rdrand,-rdseed', '-seed', String(seed)],
		...['-rtc', 'base=2024-01-01,clock=vm'],
	];
}

/**
 * Slabs of 32 pages (Documentation/mm/slub.rst of 6.1; 6.12 has the names too). To free an object takes longer
 * where it lies in another slab than the processor allocates from. With slabs of one page, which a kernel with
 * one processor has for most objects, how often that is depends on all that was allocated before; with these
 * all that a round has in flight lies in one.
 */
const LARGE_SLABS = ['slub_min_order=5', 'slub_max_order=5'];

/** Words of the kernel's command line that the rig gives it. */
export function kernelWords({count, functions}: Pick<GuestSpec, 'count' | 'functions'>): string[] {
	return [
		// The first words of a kernel, too: one that cannot be unpacked says so there.
		...['console=ttyS0', 'earlyprintk=ttyS0', 'panic=-1'],
		// A guest with its default clock was seen to stall: 2 of 45.
		...['clocksource=tsc', 'tsc=reliable'],
		...(count === undefined
			? []
			: [
					...['nokaslr', 'norandmaps', 'random.trust_cpu=off', 'random.trust_bootloader=on'],
					// Tests of ciphers go on behind programs for long where processors are emulated.
					...['cryptomgr.notests', ...LARGE_SLABS, REPEATS],
				]),
		...(functions === undefined ? [] : [SYMBOLS]),
	];
}
