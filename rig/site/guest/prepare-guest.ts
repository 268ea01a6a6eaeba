// The guest of a run: found to fit, and started each time that there is none.
import {mkdirSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {availableMemory} from '../../agent/available-memory.js';
import {Failure} from '../../failure.js';
import type {Carrier} from '../carrier.js';
import type {GuestOrder} from '../../record/guest.js';
import {findFunctionPlugin} from './function-plugin.js';
import {functionFiles} from './function-counts.js';
import {findImage, kernelCache} from './image.js';
import {buildInitramfs} from './initramfs.js';
import {refuseMissing} from './needed.js';
import {startGuest} from './qemu.js';

const MIB = 1024 ** 2;
/** Left to this machine. */
const RESERVE_MIB = 512;

/**
 * A guest that could not have its memory is told of before anything is fetched or booted.
 * @throws Failure where this machine has too little.
 */
export function refuseTooLarge(order: Pick<GuestOrder, 'memoryMiB'>): void {
	if (!fits(order)) {
		throw new Failure(
			`a guest of ${order.memoryMiB} MiB does not fit: ${freeMiB()} MiB are free here; give it less (--memory), or plan fewer dead connections`,
		);
	}
}

/** Whether this machine has so much memory left. */
export function fits({memoryMiB}: Pick<GuestOrder, 'memoryMiB'>): boolean {
	return memoryMiB <= freeMiB();
}

function freeMiB(): number {
	return Math.floor(availableMemory() / MIB) - RESERVE_MIB;
}

/**
 * Prepares a guest; the function that is returned starts one, whose console is kept beside `folder`, its results'.
 * @throws UsageError, Failure where there is no such kernel, too little memory, or a program is missing.
 */
export async function prepareGuest(order: GuestOrder, folder: string): Promise<() => Carrier> {
	refuseMissing();
	refuseTooLarge(order);
	const image = await findImage(order.kernel);
	const initramfs = await buildInitramfs(image, kernelCache());
	const functions = order.explain && {
		...functionFiles(resolve(folder)),
		plugin: findFunctionPlugin(kernelCache()),
	};
	let boots = 0;
	return () => {
		const console = resolve(`${folder}-console-${++boots}.log`);
		mkdirSync(dirname(console), {recursive: true});
		return startGuest({...order, vmlinuz: image.vmlinuz, initramfs, console, functions});
	};
}
