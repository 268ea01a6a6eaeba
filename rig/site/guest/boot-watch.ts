// Sees a guest boot by its console: a kernel that hangs says nothing more, and nobody should wait for it for minutes.
import {readFileSync} from 'node:fs';
import type {GuestOrder} from '../../record/guest.js';
import {BOOTED} from './init.js';

const EVERY_MS = 1000;
/** Far longer than any step of a boot takes, also where others have the processors. */
const SILENCE_MS = {kvm: 30_000, tcg: 90_000} as const;
const LAST_LINES = 4;
/** Of a kernel that cannot unpack itself (arch/x86/boot/compressed/error.c). */
const HALTED = '-- System halted';

/**
 * Calls `hung`, with why, where a guest's console says nothing new for long before it has booted.
 * Returns what ends the watch.
 */
export function watchBoot(
	console: string,
	accelerator: GuestOrder['accelerator'],
	hung: (why: string) => void,
): () => void {
	const patience = SILENCE_MS[accelerator];
	let size = 0;
	let since = performance.now();
	const timer = setInterval(() => {
		const text = read(console);
		if (text.includes(BOOTED)) {
			clearInterval(timer);
		} else if (text.includes(HALTED)) {
			clearInterval(timer);
			hung('its kernel has halted at boot');
		} else if (text.length > size) {
			size = text.length;
			since = performance.now();
		} else if (performance.now() - since > patience) {
			clearInterval(timer);
			hung(`its kernel hangs at boot: no word on its console for ${patience / 1000} s`);
		}
	}, EVERY_MS);
	return () => {
		clearInterval(timer);
	};
}

/** What a console said last: of a kernel that has stopped, why. */
export function lastWords(console: string): string {
	const lines = read(console)
		.split(/\r?\n/)
		.map(line => line.trim())
		.filter(line => line !== '');
	const panic = lines.findIndex(line => line.includes('Kernel panic'));
	const said = panic < 0 ? lines.slice(-LAST_LINES) : lines.slice(panic, panic + 1);
	return said.join(' / ') || 'nothing';
}

/** What only the code reads that unpacks a kernel: the kernel itself calls it unknown. */
const unpacking = ['nokaslr'];

/** The words of its command line that a kernel does not know: it says so, and hands them to init. */
export function unknownWords(console: string): string[] {
	const [, list = ''] =
		/Unknown kernel command line parameters "(.*)", will be/.exec(read(console)) ?? [];
	return list.split(' ').filter(word => word !== '' && !unpacking.includes(word));
}

function read(console: string): string {
	try {
		return readFileSync(console, 'latin1');
	} catch {
		return '';
	}
}
