// A guest as a carrier of its agent: QEMU's standard input and output are the guest's virtio port.
import {readFileSync} from 'node:fs';
import type {Carrier} from '../carrier.js';
import {carryBy} from '../process-carrier.js';
import {PORT} from './init.js';

/** How a guest runs: on the processor, or on an emulated one. */
export type Accelerator = 'kvm' | 'tcg';

/** What is booted, and how. */
export type GuestSpec = {
	readonly vmlinuz: string;
	readonly initramfs: string;
	readonly accelerator: Accelerator;
	readonly memoryMiB: number;
	readonly cpus: number;
	/** Further words of the kernel's command line. */
	readonly append: string;
	/** Where its console is kept. */
	readonly console: string;
};

/** An emulated processor is about 30 times slower; what is not computing is less so. */
const SLOWNESS = {kvm: 2, tcg: 10} as const;
const LAST_LINES = 4;

/** Starts a guest; the carrier ends when QEMU does. */
export function startGuest(spec: GuestSpec): Carrier {
	// A guest must not outlive its rig. It may not notice: a write to a port that nobody reads blocks.
	const withUs = ['--pdeathsig', 'SIGKILL', 'qemu-system-x86_64'];
	const carrier = carryBy('setpriv', [...withUs, ...qemuArguments(spec)]);
	return {
		...carrier,
		ended: carrier.ended.then(
			words => `${words}; its console ends with: ${lastWords(spec.console)}`,
		),
		slowness: SLOWNESS[spec.accelerator],
		isNewMachine: true,
	};
}

function qemuArguments(spec: GuestSpec): string[] {
	const {vmlinuz, initramfs, accelerator, memoryMiB, cpus, append, console} = spec;
	return [
		...['-M', 'pc', '-nodefaults', '-no-user-config', '-no-reboot'],
		...['-display', 'none', '-monitor', 'none'],
		...(accelerator === 'kvm'
			? ['-accel', 'kvm', '-cpu', 'host']
			: ['-accel', 'tcg,thread=multi', '-cpu', 'max']),
		...['-smp', String(cpus), '-m', String(memoryMiB)],
		...['-kernel', vmlinuz, '-initrd', initramfs],
		...['-serial', `file:${console}`],
		// A guest with its default clock was seen to stall: 2 of 45.
		...['-append', `console=ttyS0 panic=-1 clocksource=tsc tsc=reliable ${append}`.trim()],
		...['-chardev', 'stdio,id=agent,signal=off', '-device', 'virtio-serial-pci'],
		...['-device', `virtserialport,chardev=agent,name=${PORT}`],
	];
}

/** What the console said last: of a kernel that has stopped, why. */
function lastWords(console: string): string {
	try {
		const lines = readFileSync(console, 'latin1')
			.split(/\r?\n/)
			.filter(line => line.trim() !== '');
		const panic = lines.findIndex(line => line.includes('Kernel panic'));
		const said = panic < 0 ? lines.slice(-LAST_LINES) : lines.slice(panic, panic + 1);
		return said.map(line => line.trim()).join(' / ') || 'nothing';
	} catch {
		return 'nothing';
	}
}
